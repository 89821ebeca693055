/*
 * Sleep, wake-up, watchdog and memory that outlives a reset: what the SDK (8.2.3) does not offer on ESP32. Called through the SDK's FFI by
 * power.ts, on the machine's task. ESP-IDF v6.0: esp_sleep.h, esp_pm.h, esp_task_wdt.h, esp_attr.h, driver/gpio.h.
 *
 * Not yet tried on hardware.
 */
#include <stdint.h>
#include <string.h>

#include "driver/gpio.h"
#include "esp_attr.h"
#include "esp_pm.h"
#include "esp_sleep.h"
#include "esp_system.h"
#include "esp_task_wdt.h"
#include "sdkconfig.h"

#define BIT_OF(pin) (1ULL << (pin))
#define MICROSECONDS 1000000ULL

/* firmware/io/chip.ts, RETAINED_BYTES and WOKEN_BY_*. */
#define RETAINED_BYTES 32
#define WOKEN_BY_MOTION 1
#define WOKEN_BY_CHARGER 2
#define WOKEN_BY_TIMER 4

/* Kept over every reset but a loss of power; noise after that. */
static RTC_NOINIT_ATTR uint8_t retained[RETAINED_BYTES];

static esp_task_wdt_user_handle_t watch;

void footfall_recall(uint8_t *into)
{
	memcpy(into, retained, RETAINED_BYTES);
}

void footfall_retain(uint8_t *bytes)
{
	memcpy(retained, bytes, RETAINED_BYTES);
}

/* WOKEN_BY_* bits of the deep sleep that ended with this start; pins of -1 are not there. */
int32_t footfall_woken(int32_t motion, int32_t charger)
{
	uint32_t causes = esp_sleep_get_wakeup_causes();
	uint64_t pins = 0;
	int32_t woken = 0;

#if CONFIG_IDF_TARGET_ESP32C3 || CONFIG_IDF_TARGET_ESP32C6
	if (causes & (1u << ESP_SLEEP_WAKEUP_GPIO))
		pins = esp_sleep_get_gpio_wakeup_status();
#else
	if (causes & (1u << ESP_SLEEP_WAKEUP_EXT1))
		pins = esp_sleep_get_ext1_wakeup_status();
#endif
	if (motion >= 0 && (pins & BIT_OF(motion)))
		woken |= WOKEN_BY_MOTION;
	if (charger >= 0 && (pins & BIT_OF(charger)))
		woken |= WOKEN_BY_CHARGER;
	if (causes & (1u << ESP_SLEEP_WAKEUP_TIMER))
		woken |= WOKEN_BY_TIMER;
	return woken;
}

#if CONFIG_PM_LIGHT_SLEEP_CALLBACKS && !defined(mxDebug)
static gpio_num_t wakePin = GPIO_NUM_NC;

/*
 * Light sleep wakes by a level only, and a pin has one trigger for waking and for its interrupt. A level left in place would call the
 * SDK's handler again and again while the pin is high (ESP-IDF issue 13444), so it is there during the sleep alone. Both functions run with
 * interrupts off. The status bit that the level set stays set until it is cleared, so the handler is called once for what came
 * in the sleep; should it not be, the shoe's look at the FIFO once a second makes up for it.
 */
static esp_err_t enter_sleep(int64_t sleep_us, void *unused)
{
	(void) sleep_us, (void) unused;
	return gpio_wakeup_enable(wakePin, GPIO_INTR_HIGH_LEVEL);
}

static esp_err_t exit_sleep(int64_t slept_us, void *unused)
{
	(void) slept_us, (void) unused;
	gpio_wakeup_disable(wakePin);
	return gpio_set_intr_type(wakePin, GPIO_INTR_POSEDGE);
}
#endif

/*
 * From now on the chip sleeps lightly whenever every task waits; the radio's own locks keep it up while it has to be. Debug builds do
 * without: the USB port they talk through is off in light sleep.
 */
void footfall_sleep_lightly(int32_t motion)
{
	(void) motion;
#if CONFIG_PM_ENABLE && !defined(mxDebug)
	esp_pm_config_t config = {
		.max_freq_mhz = CONFIG_ESP_DEFAULT_CPU_FREQ_MHZ,
		.min_freq_mhz = CONFIG_XTAL_FREQ,
		.light_sleep_enable = true
	};
#if CONFIG_PM_LIGHT_SLEEP_CALLBACKS
	esp_pm_sleep_cbs_register_config_t callbacks = { .enter_cb = enter_sleep, .exit_cb = exit_sleep };

	if (motion >= 0) {
		wakePin = (gpio_num_t) motion;
		esp_sleep_enable_gpio_wakeup();
		esp_pm_light_sleep_register_cbs(&callbacks);
	}
#endif
	esp_pm_configure(&config);
#endif
}

/* A watchdog beside the one that the SDK feeds on every turn of its loop: this one is fed by the shoe itself. 0 ends it. */
void footfall_watch(uint32_t timeout_ms)
{
#if CONFIG_ESP_TASK_WDT_EN
	esp_task_wdt_config_t config = { .timeout_ms = timeout_ms, .idle_core_mask = 0, .trigger_panic = true };

	if (watch != NULL) {
		esp_task_wdt_delete_user(watch);
		watch = NULL;
	}
	if (timeout_ms == 0)
		return;
	if (esp_task_wdt_reconfigure(&config) == ESP_OK)
		esp_task_wdt_add_user("shoe", &watch);
#endif
}

void footfall_feed(void)
{
#if CONFIG_ESP_TASK_WDT_EN
	if (watch != NULL)
		esp_task_wdt_reset_user(watch);
#endif
}

/*
 * Does not return. Pins of -1 and a time of 0 wake nothing. A pin that is high already ends the sleep at once, so no motion is missed.
 */
void footfall_sleep_deeply(int32_t motion, int32_t charger, uint32_t after_s)
{
	uint64_t pins = (motion >= 0 ? BIT_OF(motion) : 0) | (charger >= 0 ? BIT_OF(charger) : 0);

	esp_sleep_disable_wakeup_source(ESP_SLEEP_WAKEUP_ALL);
	if (pins != 0) {
#if CONFIG_IDF_TARGET_ESP32C3 || CONFIG_IDF_TARGET_ESP32C6
		esp_sleep_enable_gpio_wakeup_on_hp_periph_powerdown(pins, ESP_GPIO_WAKEUP_GPIO_HIGH);
#else
		esp_sleep_enable_ext1_wakeup_io(pins, ESP_EXT1_WAKEUP_ANY_HIGH);
#endif
	}
	if (after_s != 0)
		esp_sleep_enable_timer_wakeup(after_s * MICROSECONDS);
	esp_deep_sleep_start();
}
