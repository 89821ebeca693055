import { expect } from 'chai';
import { ShoeRadio } from '../../firmware/ble/radio';
import { ShoeRecord } from '../../firmware/record/record';
import { VirtualClock } from '../../host-sim/board/clock';
import { FlashModel } from '../../host-sim/board/flash';
import { virtualRadio } from '../../host-sim/board/radio';
import { identity, running } from '../../host-sim/radio/subject';

/** What a shoe with this memory advertises as its name. */
function advertised(image: Uint8Array): string {
  const clock = new VirtualClock();
  const radio = virtualRadio({ now_us: () => clock.now_us }, () => undefined);
  const record = new ShoeRecord({
    flash: new FlashModel({ image }),
    clock: clock.clock,
    boot: { reason: 1 },
    firmware: [0, 1, 0],
  });
  const shoe = new ShoeRadio({
    server: radio.server,
    live: running(),
    battery: { percent: () => 80 },
    identity,
    clock: clock.clock,
    timers: clock.timers,
    record,
  });
  clock.runUntil(1_000_000);
  const data = radio.advertising?.data ?? new Uint8Array(0);
  shoe.close();
  // Behind flags, appearance and services: docs/SPEC.md 2.1.
  return Buffer.from(data.subarray(17, 16 + data[15])).toString();
}

describe('the name of the shoe', () => {
  it('is the runner’s from the next start on, and the maker’s before', () => {
    const flash = new FlashModel();
    const clock = new VirtualClock().clock;
    const record = new ShoeRecord({ flash, clock, boot: { reason: 1 }, firmware: [0, 1, 0] });
    expect(advertised(flash.image.slice())).to.equal(identity.name);
    record.setName(new TextEncoder().encode('红鞋 L'));
    expect(advertised(flash.image.slice())).to.equal('红鞋 L');
    record.setName(new Uint8Array(0));
    expect(advertised(flash.image.slice())).to.equal(identity.name);
  });
});
