import FlashStorage from 'embedded:storage/flash';
import type { Flash } from '../io/flash';

/** Its name in partitions.csv. */
const RECORDS = 'records';

/**
 * Opens the partition of the record. The SDK's class has the shape of `Flash` as it is: positions in bytes, blocks of 4096
 * bytes, everything synchronous.
 * @throws Error when the partition table has no such partition
 */
export function openRecords(): Flash {
  return FlashStorage.open({ path: RECORDS, mode: 'r+' });
}
