import FFI from 'mc/ffi';
import type { PinLevel } from './boards/board';

/** `gpio_mode_t` of ESP-IDF v6.0, hal/gpio_types.h. */
const GPIO_MODE_OUTPUT = 2;

/** Drives pins that have to be at a level for the board to work. They stay so until deep sleep or reset. */
export function setLevels(levels: readonly PinLevel[]): void {
  const ffi = new FFI();
  for (const { pin, level } of levels) {
    ffi.gpio_set_level(pin, level);
    ffi.gpio_set_direction(pin, GPIO_MODE_OUTPUT);
  }
}
