/*
 * What the SDK's GATT server (8.2.3) does not reach in NimBLE: advertising intervals, how a link is secured, when a bond may
 * be made, which bonds there are, connection parameters. Called through the SDK's FFI by radio.ts, on the machine's task;
 * NimBLE's own locks make that safe.
 *
 * Not yet tried on hardware.
 */
#include <stdint.h>
#include <string.h>

#include "host/ble_hs.h"
#include "host/ble_store.h"

/* Not in NimBLE's public headers, but not static either; the SDK's server uses that header too. */
int ble_hs_hci_cmd_tx(uint16_t opcode, const void *cmd, uint8_t cmd_len, void *rsp, uint8_t rsp_len);

/* LE Controller commands (Core specification, Vol 4 Part E 7.8.5 and 7.8.9). */
#define LE_SET_ADVERTISING_PARAMETERS 0x2006
#define LE_SET_ADVERTISING_ENABLE 0x200a
#define ADV_IND 0
#define ADV_SCAN_IND 2
#define ALL_CHANNELS 7

/* The SDK does not tell the number of a connection; the controller numbers them from 0 or 1 on. */
#define HANDLES 8

#define SECURITY_ENCRYPTED 1
#define SECURITY_BONDED 2

static int find_link(struct ble_gap_conn_desc *link)
{
	for (uint16_t handle = 0; handle < HANDLES; handle++)
		if (ble_gap_conn_find(handle, link) == 0)
			return 1;
	return 0;
}

/*
 * Goes on advertising with this interval (0.625 ms) and type. NimBLE is not asked, since starting through it needs the
 * SDK's own callback, which is static: it believes that its advertising runs on, and so it does.
 */
void footfall_tune_advertising(uint16_t interval, uint8_t connectable)
{
	uint8_t parameters[15] = { 0 };
	uint8_t enable = 0;

	if (!ble_gap_adv_active() || ble_hs_id_infer_auto(0, &parameters[5]) != 0)
		return;
	parameters[0] = parameters[2] = (uint8_t) interval;
	parameters[1] = parameters[3] = (uint8_t) (interval >> 8);
	parameters[4] = connectable ? ADV_IND : ADV_SCAN_IND;
	parameters[13] = ALL_CHANNELS;
	if (ble_hs_hci_cmd_tx(LE_SET_ADVERTISING_ENABLE, &enable, 1, NULL, 0) != 0)
		return;
	ble_hs_hci_cmd_tx(LE_SET_ADVERTISING_PARAMETERS, parameters, sizeof(parameters), NULL, 0);
	enable = 1;
	ble_hs_hci_cmd_tx(LE_SET_ADVERTISING_ENABLE, &enable, 1, NULL, 0);
}

/* SECURITY_* bits of the link there is. */
int32_t footfall_security(void)
{
	struct ble_gap_conn_desc link;
	if (!find_link(&link) || !link.sec_state.encrypted)
		return 0;
	return SECURITY_ENCRYPTED | (link.sec_state.bonded ? SECURITY_BONDED : 0);
}

/* Intervals in 1.25 ms, time-out in 10 ms. */
void footfall_request_parameters(uint16_t minimum, uint16_t maximum, uint16_t latency, uint16_t timeout)
{
	struct ble_gap_conn_desc link;
	struct ble_gap_upd_params wish = { 0 };
	if (!find_link(&link))
		return;
	wish.itvl_min = minimum;
	wish.itvl_max = maximum;
	wish.latency = latency;
	wish.supervision_timeout = timeout;
	ble_gap_update_params(link.conn_handle, &wish);
}

/* The SDK leaves the keys to distribute unset, and bonds whenever it may pair. */
void footfall_allow_bonding(uint8_t allowed)
{
	ble_hs_cfg.sm_bonding = allowed ? 1 : 0;
	ble_hs_cfg.sm_our_key_dist = BLE_SM_PAIR_KEY_DIST_ENC | BLE_SM_PAIR_KEY_DIST_ID;
	ble_hs_cfg.sm_their_key_dist = BLE_SM_PAIR_KEY_DIST_ENC | BLE_SM_PAIR_KEY_DIST_ID;
}

int32_t footfall_bonds(void)
{
	int bonds = 0;
	if (ble_store_util_count(BLE_STORE_OBJ_TYPE_PEER_SEC, &bonds) != 0)
		return 0;
	return bonds;
}

/* Deletes the bond of the central of the link there is; the link stays. */
void footfall_forget(void)
{
	struct ble_gap_conn_desc link;
	if (find_link(&link))
		ble_store_util_delete_peer(&link.peer_id_addr);
}

void footfall_forget_all(void)
{
	ble_store_clear();
}
