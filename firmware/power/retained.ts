/** What the shoe knows over a reset without looking into flash: a few bytes in the memory of the real-time clock. */
import { RETAINED_BYTES, type Chip } from '../io/chip';
import { crc32 } from '../record/crc32';
import { POWER_SAFE, POWER_UNKNOWN } from './states';

/** "FFP" and the layout's version: bytes of another layout are as none. */
const MARK = 0x31504646;
const CRC_AT = RETAINED_BYTES - 4;
const CHARGER = 1;
const BLIND = 2;
const RESTART = 4;
const COUNT_MOST = 0xffff;

export class Retained {
  /** POWER_* at the end of the life before; POWER_UNKNOWN when power was lost since. */
  state = POWER_UNKNOWN;
  /** Starts in a row that a fault caused, 0 to 255. */
  crashes = 0;
  /** ResetReason of the last of them. */
  crashReason = 0;
  /** Charge shown last, percent; 255 not known. */
  percent = 255;
  /** The charger's pin was high when the last deep sleep began. */
  charger = false;
  /** The shoe sleeps without an IMU that could wake it. */
  blind = false;
  /** The firmware asks for the restart that follows. */
  restart = false;
  /** Deep sleeps since power was given; stands at 65535. */
  sleeps = 0;
  /** When the last deep sleep began, on the chip's own clock (ms since 1970 or since power-on); 0 none. */
  slept_ms = 0;

  private readonly bytes = new Uint8Array(RETAINED_BYTES);
  private readonly view = new DataView(this.bytes.buffer);

  /** Takes what the chip kept. @returns false when it kept nothing: everything is then as after power-on */
  recall(chip: Pick<Chip, 'recall'>): boolean {
    const { bytes, view } = this;
    chip.recall(bytes);
    const sound =
      view.getUint32(0, true) === MARK && view.getUint32(CRC_AT, true) === crc32(bytes, 0, CRC_AT);
    if (!sound || bytes[4] > POWER_SAFE) return false;
    this.state = bytes[4];
    this.crashes = bytes[5];
    this.crashReason = bytes[6];
    this.percent = bytes[7];
    this.sleeps = view.getUint16(8, true);
    this.charger = (bytes[10] & CHARGER) !== 0;
    this.blind = (bytes[10] & BLIND) !== 0;
    this.restart = (bytes[10] & RESTART) !== 0;
    this.slept_ms = view.getFloat64(16, true);
    return true;
  }

  keep(chip: Pick<Chip, 'retain'>): void {
    const { bytes, view } = this;
    view.setUint32(0, MARK, true);
    bytes[4] = this.state;
    bytes[5] = this.crashes < 255 ? this.crashes : 255;
    bytes[6] = this.crashReason;
    bytes[7] = this.percent;
    view.setUint16(8, this.sleeps < COUNT_MOST ? this.sleeps : COUNT_MOST, true);
    bytes[10] = (this.charger ? CHARGER : 0) | (this.blind ? BLIND : 0) | (this.restart ? RESTART : 0);
    view.setFloat64(16, this.slept_ms, true);
    view.setUint32(CRC_AT, crc32(bytes, 0, CRC_AT), true);
    chip.retain(bytes);
  }
}
