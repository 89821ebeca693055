/** An updater on small slots, its maker's key and a stranger's: for what looks at an update from the radio's side. */
import type { Updater } from '../../firmware/ble/update-receiver';
import type { Timers } from '../../firmware/io/time';
import { buildEspImage } from '../board/esp-image';
import { flashedByCable, TwoSlots } from '../board/two-slots';
import { firmwareFile, newKey, publicPoint, type FileHeader } from './file';
import { updateParts } from './life';

const RUNNING: FileHeader = { chip: 5, board: 'test-board', version: '0.1.0' };
const NEXT: FileHeader = { ...RUNNING, version: '0.2.0' };
const IMAGE_BYTES = 6_000;
const BLOCKS = 4;

/** Made once: keys take time. */
const key = newKey();
const other = newKey();

export interface Updatable {
  readonly updater: Updater;
  /** A file of the maker, for this shoe unless told otherwise. */
  readonly maker: (header?: Partial<FileHeader>) => Buffer;
  /** The same, signed by somebody else. */
  readonly stranger: () => Buffer;
  /** How often the firmware has restarted the chip. */
  readonly restarts: () => number;
}

export function updatable(timers: Timers): Updatable {
  const image = buildEspImage(NEXT.chip, NEXT.version, IMAGE_BYTES);
  const running = buildEspImage(RUNNING.chip, RUNNING.version, IMAGE_BYTES);
  const slots = new TwoSlots({ chip: RUNNING.chip, images: flashedByCable(running, BLOCKS) });
  slots.start();
  let restarts = 0;
  const maker = { ...RUNNING, keys: [publicPoint(key).toString('hex')] };
  return {
    updater: updateParts(slots, maker, { timers, restart: () => restarts++ }).updater,
    maker: (header = {}) => firmwareFile(image, { ...NEXT, ...header }, key),
    stranger: () => firmwareFile(image, NEXT, other),
    restarts: () => restarts,
  };
}
