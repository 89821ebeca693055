import { GATTServer } from 'embedded:io/bluetoothle/peripheral';
import FFI from 'mc/ffi';
import { gattServerOver } from './gatt';
import type { SdkCharacteristicHandle, SdkConnection, SdkRadio, SdkServer } from './gatt-sdk';

type Advertise = (this: SdkServer, data: Uint8Array, scanResponse: Uint8Array) => void;
type Notify = (
  this: SdkConnection,
  characteristic: SdkCharacteristicHandle,
  value: Uint8Array,
  done: (error: number) => void,
) => void;

// The functions below the SDK's class (modules/io/ble/server/esp32/bleserver.c of 8.2.3).
const advertise = native('xs_gattserver_startAdvertising') as Advertise;
const notify = native('xs_gattserverconnection_notify') as Notify;

/** "Remote user terminated connection" (Core specification, Vol 1 Part F 2.19). */
const REMOTE_USER_TERMINATED = 0x13;

/**
 * The SDK builds NimBLE for one connection (CONFIG_BT_NIMBLE_MAX_CONNECTIONS), and the controller numbers connections from
 * 0 or 1 on. Asking for a number that is not in use does nothing.
 */
const HANDLES = 8;

function disconnectAll(): void {
  const ffi = new FFI();
  for (let handle = 0; handle < HANDLES; handle++) ffi.ble_gap_terminate(handle, REMOTE_USER_TERMINATED);
}

const radio = Object.freeze<SdkRadio>({
  Server: GATTServer,
  advertise: (server, data, scanResponse) => advertise.call(server, data, scanResponse),
  notify: (connection, characteristic, value, done) => notify.call(connection, characteristic, value, done),
  disconnectAll,
  // The SDK builds its FFI object without state; main.ts may not keep one at module level, as modules are preloaded.
  tune: (interval, connectable) => new FFI().footfall_tune_advertising(interval, connectable ? 1 : 0),
  security: () => new FFI().footfall_security(),
  requestParameters: (minimum, maximum, latency, timeout) =>
    new FFI().footfall_request_parameters(minimum, maximum, latency, timeout),
  allowBonding: (allowed) => new FFI().footfall_allow_bonding(allowed ? 1 : 0),
  bonds: () => new FFI().footfall_bonds(),
  forget: () => new FFI().footfall_forget(),
  forgetAll: () => new FFI().footfall_forget_all(),
});

/** The chip's GATT server. The SDK allows one. */
export const DeviceGattServer = gattServerOver(radio);
