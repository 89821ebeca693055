/**
 * The Moddable SDK modules the device adapters use, typed from what the modules of SDK 8.2.3 really do: the SDK's own
 * declarations miss or misspell members (docs/MODDABLE.md lists where), and npm's @moddable/typings is older still.
 * Only what the firmware uses is declared.
 */

/** Writes to the debug console; does nothing in a release build without one. */
declare function trace(...messages: (string | number | boolean)[]): void;

/** A C function of the SDK, by name. xsc resolves it when compiling, so the name must be a literal. */
declare function native(name: string): unknown;

declare module 'embedded:io/smbus' {
  /** modules/io/i2c/smbus.js over modules/io/i2c/esp32/_i2c.c. Every transfer throws `Error` when it fails. */
  export default class SMBus {
    constructor(options: {
      readonly data: number;
      readonly clock: number;
      readonly port: number;
      readonly hz: number;
      readonly address: number;
      /** Of one transaction, in milliseconds; 400 when absent, -1 waits for ever. */
      readonly timeout?: number;
    });
    readUint8(register: number): number;
    writeUint8(register: number, value: number): void;
    readUint16(register: number, bigEndian?: boolean): number;
    /** Fills `buffer` and returns its length. */
    readBuffer(register: number, buffer: Uint8Array): number;
    close(): void;
  }
}

declare module 'embedded:io/digital' {
  /** modules/io/digital/digital.js over modules/io/digital/esp32/digitalbank.c. */
  export default class Digital {
    /** Throws `Error` without a pin, or when the pin is in use. */
    constructor(options: {
      readonly pin?: number;
      readonly mode: number;
      readonly edge?: number;
      /** Edges since the last call, as one message on the machine's own task. */
      onReadable?(): void;
    });
    read(): 0 | 1;
    close(): void;
    static readonly Input: number;
    static readonly Rising: number;
  }
}

declare module 'embedded:io/analog' {
  /** modules/io/analog/esp32/_analog.c. */
  export default class Analog {
    constructor(options: {
      readonly pin: number;
      readonly esp32?: {
        /** Of the input, in dB. */
        readonly attenuation?: 0 | 2.5 | 6 | 12;
        readonly calibrated?: boolean;
      };
    });
    /**
     * Calibrated, in units of the attenuation's full scale (2450 mV at 12 dB) / (2^resolution - 1); undefined when the
     * conversion failed.
     */
    read(): number | undefined;
    readonly resolution: number;
    close(): void;
  }
}

declare module 'embedded:io/bluetoothle/peripheral' {
  /**
   * modules/io/ble/server/esp32/bleserver.js and .c; only one may ever be made. What it is given, and what it gives back,
   * is typed in gatt-sdk.ts, where the tests can have it too.
   */
  export class GATTServer {
    constructor(options: object);
    stopAdvertising(): void;
  }
}

declare module 'embedded:storage/flash' {
  /** modules/io/flash/esp32/flash-esp32.js and .c: a partition of type `data`, by its name. */
  class FlashPartition {
    /** Fills `buffer` and returns its length. Throws `Error` when the part fails or the range is not the partition's. */
    read(buffer: Uint8Array, position: number): number;
    write(buffer: Uint8Array, position: number): void;
    eraseBlock(block: number): void;
    status(): { readonly size: number; readonly blocks: number; readonly blockLength: number };
    close(): void;
  }
  const FlashStorage: {
    /** Throws `Error` when there is no such partition. */
    open(options: { readonly path: string; readonly mode: 'r' | 'r+' }): FlashPartition;
  };
  export default FlashStorage;
}

declare module 'time' {
  /** modules/base/time/time.js. */
  export default class Time {
    /** Sets the system time: whole seconds since 1970. */
    static set(seconds: number): void;
    /** Milliseconds since the chip started: 32 bits of them, as a signed number. */
    static readonly ticks: number;
  }
}

declare module 'timer' {
  /** modules/base/timer/timer.js over modTimer.c. */
  export default class Timer {
    /** One-shot when `repeat` is 0 or absent. */
    static set(callback: () => void, delay: number, repeat?: number): object;
    /** Does nothing for a timer that has run out or was cleared. */
    static clear(timer: unknown): void;
    /** Blocks. */
    static delay(milliseconds: number): void;
  }
}
