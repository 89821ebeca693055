import SMBus from 'embedded:io/smbus';
import type { SMBus as Bus, SMBusOptions } from '../io/bus';
import type { BusPins } from './boards/board';

/** Fast mode, the fastest of the LSM6DSO family (LSM6DSO32 datasheet DocID032891, section 5.1). */
const FAST_MODE_Hz = 400_000;

/**
 * The longest transaction is a full FIFO: 512 words of 7 bytes at 9 clocks a byte are 81 ms at 400 kHz. The SDK's default of
 * 400 ms would hold up everything else for longer than a part that does not answer deserves.
 */
const TRANSACTION_ms = 200;

/** The class that opens a part on the bus at these pins. */
export function busOn(pins: BusPins): new (options: SMBusOptions) => Bus {
  return class extends SMBus {
    constructor(options: SMBusOptions) {
      const { address, hz = FAST_MODE_Hz } = options;
      if (address === undefined) throw new RangeError('a part on the bus needs an address');
      super({ ...pins, address, hz, timeout: TRANSACTION_ms });
    }
  };
}
