import { expect } from 'chai';
import { FlashModel, PowerCut } from '../../host-sim/board/flash';
import { VirtualClock } from '../../host-sim/board/clock';
import { TEARS } from '../../host-sim/powercut/tears';

const bytes = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

function read(flash: FlashModel, position: number, length: number): number[] {
  const buffer = new Uint8Array(length);
  flash.read(buffer, position);
  return [...buffer];
}

describe('the virtual flash', () => {
  it('is erased to begin with, and programming only clears bits', () => {
    const flash = new FlashModel({ blocks: 2, programUnit: 1 });
    expect(read(flash, 100, 2)).to.eql([0xff, 0xff]);
    flash.write(Uint8Array.of(0xf0), 100);
    flash.write(Uint8Array.of(0x3c), 100);
    expect(read(flash, 100, 2)).to.eql([0x30, 0xff]);
  });

  it('erases whole blocks and no more', () => {
    const flash = new FlashModel({ blocks: 3 });
    for (const position of [4080, 4096, 8176, 8192]) flash.write(bytes(16, 0), position);
    flash.eraseBlock(1);
    expect([4095, 4096, 8191, 8192].map((at) => read(flash, at, 1)[0])).to.eql([0, 0xff, 0xff, 0]);
    expect([...flash.erases]).to.eql([0, 1, 0]);
  });

  it('refuses what an encrypted partition could not do: part of a unit, or a unit twice', () => {
    const flash = new FlashModel({ blocks: 1 });
    expect(() => flash.write(bytes(8, 0), 0)).to.throw(RangeError);
    expect(() => flash.write(bytes(16, 0), 8)).to.throw(RangeError);
    flash.write(bytes(16, 0xff), 0);
    expect(() => flash.write(bytes(16, 0), 0)).to.throw('again');
    flash.eraseBlock(0);
    flash.write(bytes(16, 0), 0);
  });

  it('refuses ranges outside of the partition', () => {
    const flash = new FlashModel({ blocks: 1 });
    expect(() => flash.read(new Uint8Array(17), 4080)).to.throw(RangeError);
    expect(() => flash.write(bytes(16, 0), 4096)).to.throw(RangeError);
    expect(() => flash.eraseBlock(1)).to.throw(RangeError);
    expect(() => flash.eraseBlock(-1)).to.throw(RangeError);
  });

  it('programs page by page, and a cut leaves what was done', () => {
    const flash = new FlashModel({ blocks: 1 });
    flash.cutAfter(1, (operation, image) => {
      if (operation.kind === 'program') image[operation.position] = 7;
    });
    expect(() => flash.write(bytes(64, 0), 224)).to.throw(PowerCut);
    expect(() => flash.read(new Uint8Array(1), 0)).to.throw(PowerCut);
    expect(() => flash.eraseBlock(0)).to.throw(PowerCut);
    flash.powerOn();
    expect(read(flash, 255, 3)).to.eql([0, 7, 0xff]);
  });

  it('takes the time its parts do, during which the chip stands still', () => {
    const clock = new VirtualClock();
    const flash = new FlashModel({ blocks: 8, clock });
    flash.write(bytes(512, 0), 0);
    expect(clock.now_us).to.equal(1600);
    flash.eraseBlock(0);
    expect(clock.now_us).to.equal(71_600);
    flash.read(new Uint8Array(20_010), 0);
    expect(clock.now_us).to.equal(72_601);
    expect(flash.busy_mJ).to.be.closeTo(0.0716 * 49.5, 1e-9);
  });

  it('takes the most of it when it is slow', () => {
    const flash = new FlashModel({ blocks: 1, slow: true });
    flash.write(bytes(256, 0), 0);
    flash.eraseBlock(0);
    expect(flash.busy_us).to.equal(505_000);
  });

  it('wears out: from its endurance on, every erase leaves one more bit that cannot be set', () => {
    const flash = new FlashModel({ blocks: 1, endurance: 3 });
    for (let i = 0; i < 3; i++) flash.eraseBlock(0);
    expect(flash.image.every((byte) => byte === 0xff)).to.equal(true);
    for (let i = 0; i < 5; i++) flash.eraseBlock(0);
    expect(flash.image.filter((byte) => byte !== 0xff)).to.have.lengthOf(5);
  });

  it('tears programs and erases in no way that sets or clears a bit they would not', () => {
    const image = new Uint8Array(512).fill(0xff);
    for (let at = 0; at < 256; at++) image[at] = at;
    const program = {
      kind: 'program',
      position: 256,
      bytes: Uint8Array.from({ length: 80 }, (_, i) => i * 5),
    } as const;
    const seen = new Set<string>();
    for (const { tear } of TEARS) {
      const programmed = image.slice();
      tear(program, programmed, 256);
      for (let i = 0; i < 80; i++) expect(programmed[256 + i] & program.bytes[i]).to.equal(program.bytes[i]);
      expect([...programmed.slice(0, 256)]).to.eql([...image.slice(0, 256)]);
      const erased = image.slice();
      tear({ kind: 'erase', block: 0 }, erased, 256);
      for (let i = 0; i < 256; i++) expect(erased[i] & image[i]).to.equal(image[i]);
      seen.add(programmed.join());
    }
    expect(seen.size).to.equal(TEARS.length);
  });
});
