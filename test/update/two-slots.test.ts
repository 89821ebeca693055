/** The virtual bootloader: what ESP-IDF's does with `otadata` (docs/SPEC-UPDATE.md, 4). */
import { expect } from 'chai';
import { buildEspImage, readEspImage } from '../../host-sim/board/esp-image';
import { OtaEntry, OtaState, readEntries } from '../../host-sim/board/ota-data';
import { flashedByCable, TwoSlots } from '../../host-sim/board/two-slots';

const CHIP = 5;
const image = (version: string, chip = CHIP) => buildEspImage(chip, version, 800);

function board(first = image('1.0.0')): TwoSlots {
  return new TwoSlots({ chip: CHIP, images: flashedByCable(first, 3, 1024), blockLength: 1024 });
}

function states(slots: TwoSlots): string[] {
  return readEntries(slots.otadata).map(({ sequence, state, isSound }) =>
    isSound ? `${sequence}: ${state}` : '-',
  );
}

/** Puts an image into the other slot and has it started next. */
function activate(slots: TwoSlots, version: string): boolean {
  slots.images.slots[1 - slots.running].fill(0xff).set(image(version));
  return slots.control(() => undefined).activate();
}

describe('two slots of firmware', () => {
  it('have the checksum of an entry that ESP-IDF writes', () => {
    expect(OtaEntry.of(1, OtaState.Valid).bytes.toString('hex')).to.equal(
      '01000000' + 'ff'.repeat(20) + '02000000' + '9a984347',
    );
  });

  it('start the first slot of a chip flashed by cable, and note that', () => {
    const slots = board();
    expect(states(slots)).to.deep.equal(['-', '-']);
    expect(slots.start()?.version).to.equal('1.0.0');
    expect(states(slots)).to.deep.equal(['1: 2', '-']);
    expect(slots.control(() => undefined)).to.include({ onTrial: false, returned: false });
  });

  it('try a new image once: confirmed it stays', () => {
    const slots = board();
    slots.start();
    expect(activate(slots, '1.1.0')).to.equal(true);
    expect(states(slots)).to.deep.equal(['1: 2', '2: 0']);
    expect(slots.start()?.version).to.equal('1.1.0');
    expect(states(slots)).to.deep.equal(['1: 2', '2: 1']);
    const control = slots.control(() => undefined);
    expect(control.onTrial).to.equal(true);
    expect(control.confirm()).to.equal(true);
    expect(control.onTrial).to.equal(false);
    expect(states(slots)).to.deep.equal(['1: 2', '2: 2']);
    for (let i = 0; i < 2; i++) expect(slots.start()?.version).to.equal('1.1.0');
    expect(activate(slots, '1.2.0')).to.equal(true);
    expect(states(slots)).to.deep.equal(['3: 0', '2: 2']);
  });

  it('go back to the image before after any reset of a trial, and when it is rejected', () => {
    const slots = board();
    slots.start();
    activate(slots, '1.1.0');
    slots.start();
    expect(slots.start()?.version).to.equal('1.0.0');
    expect(states(slots)).to.deep.equal(['1: 2', '2: 4']);
    expect(slots.control(() => undefined).returned).to.equal(true);
    activate(slots, '1.2.0');
    slots.start();
    let restarts = 0;
    slots.control(() => restarts++).reject();
    expect(restarts).to.equal(1);
    expect(states(slots)).to.deep.equal(['1: 2', '2: 3']);
    expect(slots.start()?.version).to.equal('1.0.0');
  });

  it('do not reject the only image there is', () => {
    const slots = board();
    slots.start();
    activate(slots, '1.1.0');
    slots.start();
    slots.images.slots[0][500] ^= 1;
    slots.control(() => expect.fail('restarted')).reject();
    expect(slots.start()?.version).to.equal('1.1.0');
  });

  it('pass over an image that is spoiled or of another chip, and say so when none is left', () => {
    const slots = board();
    slots.start();
    activate(slots, '1.1.0');
    slots.images.slots[1][700] ^= 4;
    expect(slots.start()?.version).to.equal('1.0.0');
    slots.images.slots[0][0] = 0xff;
    expect(slots.start()).to.equal(undefined);
    expect(board(image('1.0.0', 9)).start()).to.equal(undefined);
  });

  it('take an image again into the slot whose image was lost', () => {
    const slots = board();
    slots.start();
    activate(slots, '1.1.0');
    slots.start();
    slots.control(() => undefined).confirm();
    slots.images.slots[1][700] ^= 4;
    expect(slots.start()?.version).to.equal('1.0.0');
    expect(activate(slots, '1.1.0')).to.equal(true);
    expect(states(slots)).to.deep.equal(['1: 2', '2: 0']);
    expect(slots.start()?.version).to.equal('1.1.0');
    expect(slots.start()?.version).to.equal('1.0.0');
  });

  it('do not activate what could not be started', () => {
    const slots = board();
    slots.start();
    slots.images.slots[1].set(image('1.1.0', 13));
    expect(slots.control(() => undefined).activate()).to.equal(false);
    expect(states(slots)).to.deep.equal(['1: 2', '-']);
  });
});

describe('an application image', () => {
  it('is found whole, and not when any byte of it differs', () => {
    const whole = image('1.0.0');
    expect(readEspImage(whole)).to.deep.equal({ chip: CHIP, length: 800, version: '1.0.0' });
    for (let at = 0; at < whole.length; at += 7) {
      const spoiled = whole.slice();
      spoiled[at] ^= 0x10;
      expect(readEspImage(spoiled), `byte ${at}`).to.equal(undefined);
    }
    expect(readEspImage(whole.subarray(0, 790))).to.equal(undefined);
  });
});
