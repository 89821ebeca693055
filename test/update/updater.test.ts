/** The updater with real signatures on virtual slots: what it takes, and what it refuses (docs/SPEC-UPDATE.md, 2 and 3). */
import { expect } from 'chai';
import { ImageUpdater } from '../../firmware/update/image-updater';
import { buildEspImage } from '../../host-sim/board/esp-image';
import { flashedByCable, type SlotImages } from '../../host-sim/board/two-slots';
import { firmwareFile, newKey, publicPoint, signHeader, unsignedHeader } from '../../host-sim/ota/file';
import { nameOf, SOUND, UpdateLife, type Maker } from '../../host-sim/ota/life';

const SUCCESS = 1;
const FAILED = 4;
const BUSY = 6;
const VERSION = 10;
const SIGNATURE = 11;
const TARGET = 12;
const NO_IMAGE = 13;

const BLOCK = 1024;
const BLOCKS = 8;
const key = newKey();
const stranger = newKey();
const digits = (of: typeof key) => publicPoint(of).toString('hex');
const MAKER: Maker = { chip: 5, board: 'test-board', keys: [digits(newKey()), digits(key)] };
const OWN = { chip: 5, board: 'test-board', version: '1.1.0' };

const image = (version: string, bytes = 5008) => buildEspImage(5, version, bytes);
const release = (version: string) => firmwareFile(image(version), { ...OWN, version }, key);
const file = release('1.1.0');

function life(images: SlotImages = flashedByCable(image('1.0.0'), BLOCKS, BLOCK), maker = MAKER): UpdateLife {
  const it = new UpdateLife(maker, { images, blockLength: BLOCK });
  expect(it.start()).to.equal(true);
  return it;
}

/** A file whose header was changed and signed again by the maker's key. */
function changed(change: (header: Buffer) => void): Buffer {
  const body = image('1.1.0');
  const header = unsignedHeader(body, OWN, publicPoint(key));
  change(header);
  return Buffer.concat([signHeader(header, key), body]);
}

function spoiled(at: number): Buffer {
  const bytes = Buffer.from(file);
  bytes[at] ^= 1;
  return bytes;
}

describe('a firmware update', () => {
  it('is taken, started, and stays once it has shown that it works', () => {
    const it = life();
    expect(it.install(file)).to.equal(SUCCESS);
    expect([it.version, it.onTrial]).to.deep.equal(['1.1.0', true]);
    it.try(SOUND);
    it.start();
    expect([it.version, it.onTrial]).to.deep.equal(['1.1.0', false]);
    expect(it.install(release('1.1.1'))).to.equal(SUCCESS);
    it.try(SOUND);
    it.start();
    expect(it.version).to.equal('1.1.1');
  });

  it('of the running version is taken, of an older one not', () => {
    const it = life();
    expect(it.install(release('1.0.0'))).to.equal(SUCCESS);
    it.try(SOUND);
    for (const version of ['0.9.9', '0.255.255']) expect(it.install(release(version))).to.equal(VERSION);
    // Named as a newer one than its header says.
    expect(it.updater.begin({ ...nameOf(release('0.9.9')), major: 1 })).to.equal(SUCCESS);
    expect(it.updater.write(release('0.9.9'), 0, 300)).to.equal(VERSION);
  });

  it('is refused for another chip, another board, another kind of header', () => {
    const refused = (header: Partial<typeof OWN>) =>
      life().install(firmwareFile(image('1.1.0'), { ...OWN, ...header }, key));
    expect(refused({ chip: 9 })).to.equal(TARGET);
    for (const board of ['test-boar', 'test-board2', 'Test-board'])
      expect(refused({ board })).to.equal(TARGET);
    expect(life().install(changed((header) => (header[4] = 2)))).to.equal(NO_IMAGE);
    expect(life().install(changed((header) => (header[5] = 2)))).to.equal(NO_IMAGE);
    expect(life().install(changed((header) => (header[6] = 128)))).to.equal(NO_IMAGE);
    for (const at of [0, 13, 15, 88, 191])
      expect(life().install(changed((header) => header[at]++))).to.equal(NO_IMAGE);
    // The image itself without a header.
    expect(life().install(image('1.1.0'))).to.equal(VERSION);
    expect(life().install(Buffer.concat([Buffer.alloc(256, 0xff), image('1.1.0')]))).to.equal(NO_IMAGE);
  });

  it('is refused when any byte of the header was changed, whoever named it', () => {
    for (let at = 0; at < 256; at += 3) {
      const result = life().install(spoiled(at));
      expect([NO_IMAGE, TARGET, VERSION, SIGNATURE], `byte ${at}`).to.include(result);
    }
    expect(life().install(spoiled(60))).to.equal(SIGNATURE);
    expect(life().install(spoiled(200))).to.equal(SIGNATURE);
  });

  it('is refused when it was signed by nobody the running image knows', () => {
    expect(life().install(firmwareFile(image('1.1.0'), OWN, stranger))).to.equal(SIGNATURE);
    const forged = unsignedHeader(image('1.1.0'), OWN, publicPoint(key));
    expect(life().install(Buffer.concat([signHeader(forged, stranger), image('1.1.0')]))).to.equal(SIGNATURE);
    expect(life().install(Buffer.concat([forged, image('1.1.0')]))).to.equal(SIGNATURE);
    expect(life(undefined, { ...MAKER, keys: [] }).install(file)).to.equal(SIGNATURE);
  });

  it('writes nothing before the header has passed', () => {
    const it = life();
    const before = it.slots.images.slots[1].slice();
    it.install(spoiled(60));
    it.install(Buffer.alloc(6000, 7));
    it.send(file, 255);
    expect(it.slots.slots[1].programs + it.slots.slots[1].erases.reduce((a, b) => a + b)).to.equal(0);
    expect(it.slots.images.slots[1]).to.deep.equal(before);
  });

  it('is not started when a byte of the image differs, in the file or in the flash', () => {
    for (const at of [256, 3000, file.length - 1]) {
      const it = life();
      expect(it.install(spoiled(at)), `byte ${at}`).to.equal(SIGNATURE);
      it.start();
      expect(it.version).to.equal('1.0.0');
      expect(it.install(file)).to.equal(SUCCESS);
    }
    const it = life();
    expect(it.send(file)).to.equal(SUCCESS);
    it.slots.images.slots[1][2000] ^= 8;
    expect(it.updater.verify()).to.equal(SIGNATURE);
  });

  it('is refused when it does not fit, is no more than a header, or names another length', () => {
    const it = life();
    const room = (BLOCKS - 1) * BLOCK;
    const full = firmwareFile(image('1.1.0', room), OWN, key);
    expect(it.install(Buffer.concat([full, Buffer.alloc(1)]))).to.equal(FAILED);
    expect(it.install(full.subarray(0, 256))).to.equal(NO_IMAGE);
    expect(it.updater.begin({ ...nameOf(file), length: file.length - 1 })).to.equal(SUCCESS);
    expect(it.updater.write(file, 0, 256)).to.equal(NO_IMAGE);
    expect(it.install(full)).to.equal(SUCCESS);
  });

  it('of which the image fails the check of the bootloader is not activated', () => {
    const it = life();
    const nonsense = firmwareFile(Buffer.alloc(3000, 0x42), OWN, key);
    expect(it.install(nonsense)).to.equal(FAILED);
    it.start();
    expect(it.version).to.equal('1.0.0');
  });

  it('is not begun during a trial, nor while the restart waits', () => {
    const it = life();
    it.install(file);
    expect(it.install(release('1.2.0'))).to.equal(BUSY);
    it.try(SOUND);
    expect(it.send(release('1.2.0'))).to.equal(SUCCESS);
    expect(it.updater.verify()).to.equal(SUCCESS);
    expect(it.updater.apply()).to.equal(SUCCESS);
    it.updater.cancel();
    expect(it.updater.begin(nameOf(release('1.3.0')))).to.equal(BUSY);
    it.start();
    expect(it.version).to.equal('1.2.0');
  });

  it('goes on after a reset from the last mark, and ends as if there had been none', () => {
    for (const until of [100, 256, 300, 1279, 1280, 1290, 4000, 5200, file.length]) {
      const it = life();
      it.send(file, until);
      it.start();
      const { updater } = it;
      expect(updater.begin(nameOf(file))).to.equal(SUCCESS);
      const whole = until === file.length ? 0 : until % BLOCK;
      if (until < 256) expect(updater.kept, `until ${until}`).to.equal(0);
      else
        expect(updater.kept, `until ${until}`).to.be.within(
          256 + Math.floor((until - 256) / BLOCK) * BLOCK,
          until,
        );
      expect(until - updater.kept, `until ${until}`).to.be.at.most(BLOCK + 256 + whole);
      expect(it.install(file)).to.equal(SUCCESS);
      expect(it.version).to.equal('1.1.0');
    }
  });

  it('that has given way to the image before is started again without being sent again', () => {
    const it = life();
    it.install(file);
    it.start();
    expect(it.version).to.equal('1.0.0');
    expect(it.updater.begin(nameOf(file))).to.equal(SUCCESS);
    expect(it.updater.kept).to.equal(file.length);
    expect(it.install(file)).to.equal(SUCCESS);
    expect(it.version).to.equal('1.1.0');
  });

  it('does not take what is left of one file for another', () => {
    const it = life();
    it.send(file, 4000);
    it.start();
    const other = release('1.2.0');
    expect(it.updater.begin(nameOf(other))).to.equal(SUCCESS);
    expect(it.updater.kept).to.equal(0);
    expect(it.updater.begin({ ...nameOf(file), crc32: 1 })).to.equal(SUCCESS);
    expect(it.updater.kept).to.equal(0);
    expect(it.updater.begin(nameOf(file))).to.equal(SUCCESS);
    expect(it.updater.kept).to.be.greaterThan(2000);
    expect(it.install(other)).to.equal(SUCCESS);
    expect(it.version).to.equal('1.2.0');
  });

  it('forgets what was cancelled', () => {
    const it = life();
    it.send(file, 4000);
    it.updater.cancel();
    expect(it.updater.begin(nameOf(file))).to.equal(SUCCESS);
    expect(it.updater.kept).to.equal(0);
  });

  it('fails in words when the flash does, and the running image runs on', () => {
    const it = life();
    it.slots.slots[1].cutAfter(9);
    expect(it.install(file)).to.equal(FAILED);
    it.slots.slots[1].powerOn();
    it.start();
    expect(it.install(file)).to.equal(SUCCESS);
  });

  it('cannot be set up with a key that is none', () => {
    const set = (keys: string[]) =>
      new ImageUpdater({
        boot: life().slots.control(() => undefined),
        crypto: { sha256Start() {}, sha256Update() {}, sha256Finish() {}, verifyP256: () => true },
        keys,
        running: { chip: 5, board: 'test-board', version: '1.0.0' },
        timers: { set: () => undefined, clear: () => undefined },
        restart: () => undefined,
      });
    for (const none of [
      '04ab',
      `05${digits(key).slice(2)}`,
      `${digits(key).slice(0, -1)}g`,
      `${digits(key)}0`,
    ])
      expect(() => set([none])).to.throw(RangeError, '130 hexadecimal digits');
    expect(() => set([digits(key)])).not.to.throw();
  });
});
