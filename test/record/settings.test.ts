import { expect } from 'chai';
import {
  FOOT,
  LAYOUT,
  NAME,
  RUN_HELD_s,
  SETTINGS_MOST,
  SHOE,
  Settings,
  WALK_HELD_s,
} from '../../firmware/record/settings';
import { ShoeRecord, type RecordOptions } from '../../firmware/record/record';
import { FlashModel } from '../../host-sim/board/flash';

const BLOCKS = { blocks: 4, blockLength: 2048 };

function open(flash: FlashModel, options: Partial<RecordOptions> = {}): ShoeRecord {
  const clock = { now: () => 0, delay: () => undefined };
  return new ShoeRecord({ flash, clock, boot: { reason: 1 }, firmware: [0, 1, 0], ...options });
}

describe('settings', () => {
  it('have defaults, and are kept over a restart', () => {
    const flash = new FlashModel(BLOCKS);
    const record = open(flash);
    expect([FOOT, WALK_HELD_s, SHOE].map((key) => record.setting(key))).to.eql([0, 360, 1]);
    expect(record.set(FOOT, 2) && record.set(WALK_HELD_s, 500) && record.set(SHOE, 0xfffffffe)).to.equal(
      true,
    );
    expect(record.setName(Buffer.from('Linker Schuh'))).to.equal(true);
    const again = open(flash);
    expect([FOOT, WALK_HELD_s, SHOE].map((key) => again.setting(key))).to.eql([2, 500, 0xfffffffe]);
    const name = new Uint8Array(40);
    expect(Buffer.from(name.subarray(0, again.name(name))).toString()).to.equal('Linker Schuh');
  });

  it('refuse what they may not be, and stay as they were', () => {
    const record = open(new FlashModel(BLOCKS));
    record.set(FOOT, 1);
    const refused: [number, number][] = [
      [FOOT, 3],
      [FOOT, -1],
      [FOOT, NaN],
      [RUN_HELD_s, 9],
      [LAYOUT, 9],
      [NAME, 1],
      [77, 1],
    ];
    for (const [key, value] of refused) expect(record.set(key, value), `${key} = ${value}`).to.equal(false);
    expect(record.setName(new Uint8Array(33))).to.equal(false);
    expect(record.setting(FOOT)).to.equal(1);
  });

  it('give the default for a value that makes no sense', () => {
    const settings = new Settings();
    settings.put(FOOT, Uint8Array.of(7), 0, 1);
    expect(settings.number(FOOT)).to.equal(0);
    expect(settings.put(WALK_HELD_s, Uint8Array.of(7), 0, 1)).to.equal(false);
  });

  it('keep what a newer firmware added, through blocks given up', () => {
    const flash = new FlashModel(BLOCKS);
    const newer = open(flash);
    const writer = newer.log.begin(4);
    for (const byte of [200, 3, 9, 8, 7]) writer.u8(byte);
    newer.log.commit();
    const record = open(flash);
    for (let i = 0; i < 500; i++) record.set(SHOE, i);
    expect(newer.log.blocks.sequence[0]).to.not.equal(open(flash).log.blocks.sequence[0]);
    const value = new Uint8Array(3);
    expect(open(flash).state.settings.copy(200, value)).to.equal(3);
    expect([...value]).to.eql([9, 8, 7]);
  });

  it('end where their room does', () => {
    const settings = new Settings();
    const value = new Uint8Array(32);
    let key = 100;
    while (settings.put(key, value, 0, 32)) key++;
    expect(settings.length).to.be.within(SETTINGS_MOST - 34, SETTINGS_MOST);
    expect(settings.put(100, value, 0, 31)).to.equal(true);
    expect(settings.put(100, value, 0, 0)).to.equal(true);
    expect(settings.put(key, value, 0, 32)).to.equal(true);
  });

  it('of an older layout are migrated once, step by step', () => {
    const flash = new FlashModel(BLOCKS);
    open(flash).set(SHOE, 5);
    const double = (settings: Settings): void => {
      settings.putNumber(SHOE, settings.number(SHOE) * 2);
    };
    const add = (settings: Settings): void => {
      settings.putNumber(SHOE, settings.number(SHOE) + 1);
    };
    const options = { layout: 3, migrations: [() => expect.fail('layout 0 never was'), double, add] };
    expect(open(flash, options).setting(SHOE)).to.equal(11);
    expect(open(flash, options).setting(SHOE)).to.equal(11);
    expect(open(flash, options).setting(LAYOUT)).to.equal(3);
  });
});
