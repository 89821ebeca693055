/** What the firmware is built with on the chip. docs/MODDABLE.md says the same; a test compares. */
import { devDependencies } from '../../package.json';

export const SDK_VERSION = '8.2.3';
/** Branch of ESP-IDF that this SDK wants (its build/devices/esp32/manifest.json, EXPECTED_ESP_IDF). */
export const IDF_VERSION = 'v6.0';
/** The SDK compiles for es2025, which TypeScript knows from 6 on. */
export const TYPESCRIPT_VERSION = devDependencies.typescript;
/** Sets up SDK and ESP-IDF by itself. */
export const XS_DEV_VERSION = '0.30.3';
