/*
 * Slots of firmware, SHA-256 and ECDSA of ESP-IDF v6.0 for the SDK's FFI, which takes numbers and buffers only. Called on the machine's
 * task by device/update.ts. Sources: esp_ota_ops.h; psa/crypto.h (TF-PSA-Crypto in ESP-IDF v6.0, migration guide "Security"), whose
 * folders manifest.json adds to the path (C_INCLUDES). ESP-IDF calls psa_crypto_init at its start-up (esp_psa_crypto_init.c).
 *
 * Not compiled for the chip and not tried on hardware.
 */
#include <stdint.h>
#include <string.h>

/* As the SDK's own modules find it: its build has the folder of all components on its path, but not this one's. */
#include "app_update/include/esp_ota_ops.h"
#include "sdkconfig.h"

/* What ESP-IDF compiles its cryptography with (components/mbedtls/CMakeLists.txt): sizes of structures depend on it. */
#define MBEDTLS_CONFIG_FILE "mbedtls/esp_config.h"
#define TF_PSA_CRYPTO_USER_CONFIG_FILE "mbedtls/esp_config.h"
#include "psa/crypto.h"

#define POINT_BYTES 65
#define SIGNATURE_BYTES 64
#define DIGEST_BYTES 32

static psa_hash_operation_t hash;

/* esp_chip_id_t this firmware was built for. */
int32_t footfall_chip(void)
{
	return CONFIG_IDF_FIRMWARE_CHIP_ID;
}

/* 1 while the running image waits to be confirmed. */
int32_t footfall_on_trial(void)
{
	esp_ota_img_states_t state;

	if (esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) != ESP_OK)
		return 0;
	return state == ESP_OTA_IMG_PENDING_VERIFY;
}

/* 1 when the image in the other slot was started and did not stay. */
int32_t footfall_returned(void)
{
	return esp_ota_get_last_invalid_partition() != NULL;
}

/* Checks the image in the other slot and has it started next. 1 when that is so. */
int32_t footfall_activate(void)
{
	const esp_partition_t *other = esp_ota_get_next_update_partition(NULL);

	return other != NULL && esp_ota_set_boot_partition(other) == ESP_OK;
}

void footfall_sha256_start(void)
{
	psa_hash_abort(&hash);
	hash = psa_hash_operation_init();
	psa_hash_setup(&hash, PSA_ALG_SHA_256);
}

void footfall_sha256_update(const uint8_t *bytes, uint32_t length)
{
	psa_hash_update(&hash, bytes, length);
}

/* After any failure: zeros, which are nobody's digest. */
void footfall_sha256_finish(uint8_t *into)
{
	size_t length = 0;

	memset(into, 0, DIGEST_BYTES);
	if (psa_hash_finish(&hash, into, DIGEST_BYTES, &length) != PSA_SUCCESS || length != DIGEST_BYTES)
		memset(into, 0, DIGEST_BYTES);
	psa_hash_abort(&hash);
}

/* point: 0x04, x, y. signature: r, s. 1 when it is right. */
int32_t footfall_verify_p256(const uint8_t *point, const uint8_t *message, uint32_t length, const uint8_t *signature)
{
	psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
	psa_key_id_t key = PSA_KEY_ID_NULL;
	psa_status_t status;

	psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1));
	psa_set_key_bits(&attributes, 256);
	psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_VERIFY_MESSAGE);
	psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
	if (psa_import_key(&attributes, point, POINT_BYTES, &key) != PSA_SUCCESS)
		return 0;
	status = psa_verify_message(key, PSA_ALG_ECDSA(PSA_ALG_SHA_256), message, length, signature, SIGNATURE_BYTES);
	psa_destroy_key(key);
	return status == PSA_SUCCESS;
}
