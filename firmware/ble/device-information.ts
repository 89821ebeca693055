import { Property, type GattCharacteristic, type GattService } from '../io/gatt';
import { Characteristic, Service } from './assigned-numbers';
import { utf8 } from './utf8';

/** What the shoe says it is. */
export interface Identity {
  /** The name the runner gave it, or the product's: what scanners show. At most 14 bytes of it are advertised. */
  readonly name: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly firmware: string;
  readonly hardware: string;
}

/**
 * Device Information Service 0x180A: UTF-8 strings without terminator.
 * Source: Bluetooth SIG, Device Information Service 1.1, section 3.
 *
 * The serial number would let anyone who connects know this shoe again: it is read over an encrypted link only.
 */
export function deviceInformation(identity: Identity): GattService {
  return {
    uuid: Service.DeviceInformation,
    characteristics: [
      new FixedText(Characteristic.ManufacturerName, identity.manufacturer, Property.Read),
      new FixedText(Characteristic.ModelNumber, identity.model, Property.Read),
      new FixedText(Characteristic.SerialNumber, identity.serial, Property.ReadEncrypted),
      new FixedText(Characteristic.FirmwareRevision, identity.firmware, Property.Read),
      new FixedText(Characteristic.HardwareRevision, identity.hardware, Property.Read),
    ],
  };
}

/** Keeps the text, and makes its bytes when the server asks for them. */
class FixedText implements GattCharacteristic {
  readonly uuid: string;
  readonly properties: number;
  private readonly text: string;

  constructor(uuid: string, text: string, properties: number) {
    this.uuid = uuid;
    this.text = text;
    this.properties = properties;
  }

  get value(): Uint8Array {
    return utf8(this.text);
  }
}
