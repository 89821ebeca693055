/**
 * Writes a hostile central makes: requests and frames of docs/SPEC.md, well-formed, nearly so, and not at all. Written from that
 * page, not from the firmware.
 */
import { crc16 } from '../../companion/client/crc';
import { uint } from '../../companion/client/bytes';
import type { Random } from '../traces/synth/random';

export const SC_CONTROL_POINT = '2a55';
export const CONTROL_POINT = 'f8164003-374b-48d3-aebc-5d91168400d8';
export const TRANSFER = 'f8164004-374b-48d3-aebc-5d91168400d8';

const ATTRIBUTE_MOST = 512;
/** Bytes of the parameters of each op code. */
const FOOTFALL: readonly (readonly [number, readonly number[]])[] = [
  [0x10, [4, 1]],
  [0x11, [4, 3]],
  [0x12, [1]],
  [0x13, [4, 3, 4]],
  [0x14, [4]],
  [0x15, []],
  [0x16, [2]],
  [0x20, [1, 1]],
  [0x21, [1, 1, 1, 1]],
  [0x21, [1, 1, 1, 2]],
  [0x21, [1, 1, 1, 6, 6]],
  [0x30, []],
  [0x31, [4]],
  [0x32, []],
  [0x33, [2, 2]],
  [0x34, []],
  [0x35, []],
  [0x40, [3, 4, 1, 1, 1]],
  [0x41, []],
  [0x42, []],
  [0x43, []],
  [0x44, []],
  [0x50, []],
  [0x51, []],
  [0x52, []],
  [0x60, []],
];
const SENSOR: readonly (readonly [number, readonly number[]])[] = [
  [1, [4]],
  [2, []],
  [3, [1]],
  [4, []],
  [0x10, [1, 1]],
];

/** What the central knows of the shoe, for writes that come close. */
export interface Known {
  /** Numbers of runs. */
  readonly runs: readonly number[];
  /** Offsets seen in frames of the shoe. */
  lastOffset: number;
}

export class RequestMaker {
  constructor(
    private readonly random: Random,
    private readonly known: Known,
  ) {}

  below(limit: number): number {
    return Math.floor(this.random.uniform() * limit);
  }

  chance(share: number): boolean {
    return this.random.uniform() < share;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  /** Bytes at random: short ones mostly, up to the longest an attribute has. */
  noise(): Uint8Array {
    const length = this.chance(0.6) ? this.below(25) : this.below(ATTRIBUTE_MOST + 1);
    return Uint8Array.from({ length }, () => this.below(256));
  }

  sensorRequest(): Uint8Array {
    return this.request(SENSOR);
  }

  footfallRequest(): Uint8Array {
    return this.request(FOOTFALL);
  }

  /** A frame of the transfer in either direction. */
  frame(): Uint8Array {
    const offset = this.chance(0.6) ? this.known.lastOffset + this.below(600) - 300 : this.number(3);
    const at = uint(Math.max(0, offset) % 0x1000000, 3);
    switch (this.below(6)) {
      case 0:
      case 1:
        return this.spoil([3, ...at]);
      case 2:
        return this.spoil([4, ...at]);
      case 3:
        return this.spoil([5, this.below(6)]);
      case 4:
        return this.spoil([2, ...at, ...uint(this.number(4), 4)]);
      default: {
        const body = [1, ...at, ...Array.from({ length: this.below(507) }, () => this.below(256))];
        return this.spoil([...body, ...uint(crc16(Uint8Array.from(body)), 2)]);
      }
    }
  }

  private request(table: readonly (readonly [number, readonly number[]])[]): Uint8Array {
    const [opCode, lengths] = this.pick(table);
    return this.spoil([opCode, ...lengths.flatMap((length) => uint(this.number(length), length))]);
  }

  /** One request in five is not quite what it was. */
  private spoil(bytes: number[]): Uint8Array {
    if (this.chance(0.8)) return Uint8Array.from(bytes);
    switch (this.below(3)) {
      case 0:
        return Uint8Array.from(bytes.slice(0, this.below(bytes.length + 1)));
      case 1:
        return Uint8Array.from([...bytes, ...this.noise()].slice(0, ATTRIBUTE_MOST));
      default:
        bytes[this.below(bytes.length)] = this.below(256);
        return Uint8Array.from(bytes);
    }
  }

  /** A number of so many bytes: small, a run's, the largest, or any. */
  private number(bytes: number): number {
    const limit = 2 ** (8 * bytes);
    switch (this.below(5)) {
      case 0:
        return this.below(Math.min(16, limit));
      case 1:
        return limit - 1;
      case 2:
        return (this.known.runs.length > 0 ? this.pick(this.known.runs) : 1) % limit;
      default:
        return this.below(limit);
    }
  }
}
