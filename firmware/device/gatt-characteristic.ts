import { Property, type GattCharacteristic } from '../io/gatt';
import type { SdkCharacteristic, SdkCharacteristicHandle, SdkConnection, SdkOwner } from './gatt-sdk';

const WRITABLE = Property.Write | Property.WriteWithoutResponse;
const SUBSCRIBABLE = Property.Notify | Property.Indicate;

/** Characteristics a server may have: the shoe has 17. Four functions for each take 600 bytes of flash. */
const MOST = 20;

/**
 * Callbacks by a characteristic's number. They are made when the firmware is linked and lie in flash: made for each characteristic at run time they
 * take 7 KB of RAM. The SDK calls them with a handle of its own that leads nowhere; the connection leads to the server.
 */
const CALLBACKS = Object.freeze(Array.from({ length: MOST }, (_, index) => callbacksOf(index)));

type Callbacks = Required<Pick<SdkCharacteristic, 'onRead' | 'onWrite' | 'onSubscribe' | 'onUnsubscribe'>>;

function callbacksOf(index: number): Callbacks {
  return Object.freeze({
    onRead: Object.freeze((connection: SdkConnection) => ownerOf(connection).read(index, connection)),
    onWrite: Object.freeze((bytes: ArrayBuffer, connection: SdkConnection) =>
      ownerOf(connection).write(index, bytes, connection),
    ),
    // A function, not an arrow: `this` is the handle that notifications want.
    onSubscribe: Object.freeze(function (this: SdkCharacteristicHandle, connection: SdkConnection) {
      ownerOf(connection).subscribed(index, connection, this);
    }),
    onUnsubscribe: Object.freeze((connection: SdkConnection) =>
      ownerOf(connection).unsubscribed(index, connection),
    ),
  });
}

/** @throws Error for a connection that nobody was told of, which the SDK does not have */
function ownerOf({ owner }: SdkConnection): SdkOwner {
  if (owner === undefined) throw new Error('a connection without a server');
  return owner;
}

/**
 * The SDK's form of a characteristic: the keys it demands for the properties, and no others.
 * @param index its number, by which the server is called
 * @throws RangeError beyond the last number
 */
export function sdkCharacteristic(characteristic: GattCharacteristic, index: number): SdkCharacteristic {
  if (index >= MOST) throw new RangeError(`more than ${MOST} characteristics`);
  const { uuid, properties, value } = characteristic;
  const sdk: SdkCharacteristic = { uuid, properties };
  if (value !== undefined && value.length > 0 && properties & Property.Read && isConstant(properties)) {
    sdk.value = value;
    return sdk;
  }
  const { onRead, onWrite, onSubscribe, onUnsubscribe } = CALLBACKS[index];
  if (properties & Property.Read) sdk.onRead = onRead;
  if (properties & WRITABLE) sdk.onWrite = onWrite;
  if (properties & SUBSCRIBABLE) {
    sdk.onSubscribe = onSubscribe;
    sdk.onUnsubscribe = onUnsubscribe;
  }
  return sdk;
}

/** The SDK keeps a fixed value where the callbacks would be: one that can be written or subscribed to would call its bytes. */
function isConstant(properties: number): boolean {
  return (properties & (WRITABLE | SUBSCRIBABLE)) === 0;
}
