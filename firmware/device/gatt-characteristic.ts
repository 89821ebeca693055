import { Property, type GattCharacteristic, type GattConnection } from '../io/gatt';
import type { SdkCharacteristic, SdkCharacteristicHandle, SdkConnection } from './gatt-sdk';

/** What the translation needs to know of the server: who a central is, and whom to tell of subscriptions. */
export interface Links {
  linkOf(connection: SdkConnection): GattConnection;
  subscribed(
    connection: SdkConnection,
    characteristic: GattCharacteristic,
    handle: SdkCharacteristicHandle,
  ): void;
  unsubscribed(connection: SdkConnection, characteristic: GattCharacteristic): void;
}

const WRITABLE = Property.Write | Property.WriteWithoutResponse;
const SUBSCRIBABLE = Property.Notify | Property.Indicate;

/** The SDK's form of a characteristic: the keys it demands for the properties, and no others. */
export function sdkCharacteristic(characteristic: GattCharacteristic, links: Links): SdkCharacteristic {
  const { uuid, properties, value } = characteristic;
  const sdk: SdkCharacteristic = { uuid, properties };
  if (value !== undefined && value.length > 0 && properties & Property.Read && isConstant(properties)) {
    sdk.value = value;
    return sdk;
  }
  if (properties & Property.Read)
    sdk.onRead = (connection) =>
      characteristic.onRead?.(links.linkOf(connection)) ?? value ?? new Uint8Array(0);
  if (properties & WRITABLE)
    sdk.onWrite = (bytes, connection) => {
      characteristic.onWrite?.(new Uint8Array(bytes), links.linkOf(connection));
    };
  if (properties & SUBSCRIBABLE) {
    // Functions, not arrows: `this` is the handle that notifications want.
    sdk.onSubscribe = function (connection) {
      links.subscribed(connection, characteristic, this);
    };
    sdk.onUnsubscribe = function (connection) {
      links.unsubscribed(connection, characteristic);
    };
  }
  return sdk;
}

/** The SDK keeps a fixed value where the callbacks would be: one that can be written or subscribed to would call its bytes. */
function isConstant(properties: number): boolean {
  return (properties & (WRITABLE | SUBSCRIBABLE)) === 0;
}
