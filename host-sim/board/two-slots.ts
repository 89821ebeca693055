/**
 * Two slots of firmware, `otadata`, and the bootloader that chooses: ESP-IDF v6.0's with CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE and no
 * factory image (bootloader_utility.c, esp_ota_ops.c, followed step by step; each erase and program is a flash operation of its own that can
 * be cut). docs/SPEC-UPDATE.md, 4.
 */
import type { BootControl } from '../../firmware/io/boot';
import type { VirtualClock } from './clock';
import { erasedFlash, FlashModel, type FlashModelOptions, type FlashOperation } from './flash';
import { readEspImage, type EspImage } from './esp-image';
import { activeEntry, OtaEntry, OtaState, readEntries, SECTORS, writeEntry } from './ota-data';

/** Blocks of a slot (firmware/device/partitions.csv). */
const SLOT_BLOCKS = 368;
const BLOCK_BYTES = 4096;

/** The partitions as bytes: outlives everything. */
export interface SlotImages {
  readonly otadata: Uint8Array;
  readonly slots: readonly [Uint8Array, Uint8Array];
}

export interface TwoSlotsOptions {
  readonly chip: number;
  /** Taken over, not copied. */
  readonly images: SlotImages;
  readonly blockLength?: number;
  readonly clock?: VirtualClock;
  /** Told of every operation before it happens, and of which partition: 'otadata', or a slot's number. */
  readonly before?: (operation: FlashOperation, where: 'otadata' | 0 | 1) => void;
}

/** A chip flashed by cable: an image in the first slot, the rest erased. */
export function flashedByCable(
  image: Uint8Array,
  blocks = SLOT_BLOCKS,
  blockLength = BLOCK_BYTES,
): SlotImages {
  const slots = [erasedFlash(blocks * blockLength), erasedFlash(blocks * blockLength)] as const;
  slots[0].set(image);
  return { otadata: erasedFlash(SECTORS * blockLength), slots };
}

export function copyImages(images: SlotImages): SlotImages {
  return { otadata: images.otadata.slice(), slots: [images.slots[0].slice(), images.slots[1].slice()] };
}

export class TwoSlots {
  readonly images: SlotImages;
  readonly otadata: FlashModel;
  readonly slots: readonly [FlashModel, FlashModel];
  /** The slot that runs. */
  running = 0;
  private readonly chip: number;

  constructor(options: TwoSlotsOptions) {
    const { images, clock, before } = options;
    const blockLength = options.blockLength ?? BLOCK_BYTES;
    this.chip = options.chip;
    this.images = images;
    const model = (image: Uint8Array, where: 'otadata' | 0 | 1): FlashModel => {
      const flash: FlashModelOptions = { image, blockLength, blocks: image.length / blockLength, clock };
      return new FlashModel(before ? { ...flash, before: (operation) => before(operation, where) } : flash);
    };
    this.otadata = model(images.otadata, 'otadata');
    this.slots = [model(images.slots[0], 0), model(images.slots[1], 1)];
  }

  /** What a slot would start as; undefined when the bootloader would pass it over. */
  image(slot: number): EspImage | undefined {
    const image = readEspImage(this.images.slots[slot]);
    return image?.chip === this.chip ? image : undefined;
  }

  /** A reset: the bootloader chooses. @returns the image that runs now; undefined when none can be started: a brick */
  start(): EspImage | undefined {
    const entries = readEntries(this.otadata);
    for (let sector = 0; sector < SECTORS; sector++)
      if (entries[sector].state === OtaState.PendingVerify)
        entries[sector] = this.rewrite(sector, entries[sector].withState(OtaState.Aborted));
    const { first, blank } = this.choose(entries);
    // From the chosen one downwards, then upwards.
    const order = first === 1 ? [1, 0] : [0, 1];
    for (const slot of order) {
      const image = this.image(slot);
      if (image === undefined) continue;
      if (blank) writeEntry(this.otadata, 0, OtaEntry.of(slot + 1, OtaState.Valid));
      this.running = slot;
      return image;
    }
    return undefined;
  }

  /** bootloader_utility_get_selected_boot_partition */
  private choose(entries: readonly OtaEntry[]): { first: number; blank: boolean } {
    if (entries.every((entry) => entry.isInvalid))
      return { first: 0, blank: entries.every((entry) => !entry.isSound) };
    const active = activeEntry(entries);
    if (active < 0) return { first: 0, blank: false };
    const entry = entries[active];
    if (entry.state === OtaState.New) this.rewrite(active, entry.withState(OtaState.PendingVerify));
    return { first: entry.slot, blank: false };
  }

  private rewrite(sector: number, entry: OtaEntry): OtaEntry {
    writeEntry(this.otadata, sector, entry);
    return entry;
  }

  /** What the running firmware can ask of it. @param restart has the chip start anew: does not return on the chip */
  control(restart: () => void): BootControl {
    const { running, otadata } = this;
    const other = 1 - running;
    // esp_ota_get_state_partition: the first sound entry of the slot.
    const entry = readEntries(otadata).find(({ slot, isSound }) => isSound && slot === running);
    let onTrial = entry?.state === OtaState.PendingVerify;
    return {
      get onTrial() {
        return onTrial;
      },
      get returned() {
        return readEntries(otadata).some(
          ({ slot, state, isSound }) =>
            isSound && slot === other && (state === OtaState.Invalid || state === OtaState.Aborted),
        );
      },
      otherSlot: () => this.slots[other],
      activate: () => {
        if (this.image(other) === undefined) return false;
        this.select(other);
        return true;
      },
      confirm: () => {
        const entries = readEntries(otadata);
        const active = activeEntry(entries);
        if (active < 0) return false;
        if (entries[active].state !== OtaState.Valid)
          this.rewrite(active, OtaEntry.of(entries[active].sequence, OtaState.Valid));
        onTrial = false;
        return true;
      },
      reject: () => {
        const entries = readEntries(otadata);
        const active = activeEntry(entries);
        const before = entries[1 - active];
        if (active < 0 || !before.isValid || this.image(before.slot) === undefined) return;
        this.rewrite(active, OtaEntry.of(entries[active].sequence, OtaState.Invalid));
        restart();
      },
    };
  }

  /** esp_ota_set_boot_partition, behind its check of the image. */
  private select(slot: number): void {
    const entries = readEntries(this.otadata);
    const active = activeEntry(entries);
    if (active < 0) {
      this.rewrite(0, OtaEntry.of(slot + 1, OtaState.New));
      return;
    }
    if (entries[active].slot === slot) {
      // The bootloader passed this slot over, and started the other one.
      this.rewrite(active, OtaEntry.of(entries[active].sequence, OtaState.New));
      return;
    }
    let sequence = (slot + 1) % SECTORS;
    while (sequence < entries[active].sequence) sequence += SECTORS;
    this.rewrite(1 - active, OtaEntry.of(sequence, OtaState.New));
  }
}
