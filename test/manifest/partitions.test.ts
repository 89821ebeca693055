/** The partition table against the chip it is for. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD_BYTES } from '../../host-sim/board/flash';
import { readManifest } from './manifest';

const ROOT = join(__dirname, '../..');
/** The XIAO ESP32C3's. */
const FLASH_BYTES = 4 * 1024 * 1024;
/** Where the table itself lies, and how much it takes (ESP-IDF, partition tables). */
const TABLE_END = 0x9000;
const SECTOR = 0x1000;
/** Partitions of type app begin at multiples of this. */
const APP_ALIGNMENT = 0x10000;

interface Partition {
  readonly name: string;
  readonly type: string;
  readonly subtype: string;
  readonly offset: number;
  readonly size: number;
}

function partitions(): Partition[] {
  const path = readManifest(join(ROOT, 'manifest.json')).build.PARTITIONS_FILE;
  return readFileSync(join(ROOT, path), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name, type, subtype, offset, size] = line.split(',').map((field) => field.trim());
      return { name, type, subtype, offset: Number(offset), size: Number(size) };
    });
}

describe('the partition table', () => {
  it('fits a chip of 4 MB, without overlaps, each partition where ESP-IDF wants it', () => {
    let end = TABLE_END;
    for (const { name, type, offset, size } of partitions()) {
      expect(offset, name).to.be.at.least(end);
      expect(offset % (type === 'app' ? APP_ALIGNMENT : SECTOR), name).to.equal(0);
      expect(size % SECTOR, name).to.equal(0);
      expect(size, name).to.be.greaterThan(0);
      end = offset + size;
    }
    expect(end).to.be.at.most(FLASH_BYTES);
  });

  it('has two slots of firmware of one size, and where it is written which one runs', () => {
    const slots = partitions().filter(({ type }) => type === 'app');
    expect(slots.map(({ subtype }) => subtype)).to.eql(['ota_0', 'ota_1']);
    expect(slots[0].size).to.equal(slots[1].size);
    expect(partitions().find(({ subtype }) => subtype === 'ota')?.size).to.equal(2 * SECTOR);
  });

  it('has the partition of the record that the adapter opens, as large as the virtual one', () => {
    const adapter = readFileSync(join(ROOT, 'firmware/device/flash.ts'), 'utf8');
    const records = partitions().find(({ name }) => adapter.includes(`'${name}'`));
    expect(records).to.include({ type: 'data', size: RECORD_BYTES });
  });
});
