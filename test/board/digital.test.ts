import { expect } from 'chai';
import { VirtualBus } from '../../host-sim/board/bus';
import { VirtualClock } from '../../host-sim/board/clock';
import { Line, virtualDigital } from '../../host-sim/board/digital';

describe('virtual digital input', () => {
  function board() {
    const clock = new VirtualClock();
    const line = new Line();
    const Digital = virtualDigital({ clock, pins: new Map([[3, line]]) });
    return { clock, line, Digital };
  }

  it('tells of rising edges at their time, and of nothing else', () => {
    const { clock, line, Digital } = board();
    const seen: number[] = [];
    const input = new Digital({
      pin: 3,
      mode: Digital.Input,
      edge: Digital.Rising,
      onReadable: () => seen.push(clock.now_us),
    });
    clock.at(10, () => line.set(1));
    clock.at(20, () => line.set(0));
    clock.at(30, () => line.set(1));
    clock.at(40, () => line.set(1));
    clock.runUntil(15);
    expect(input.read()).to.equal(1);
    clock.runUntil(50);
    expect(seen).to.deep.equal([10, 30]);
  });

  it('tells of falling edges when asked to', () => {
    const { clock, line, Digital } = board();
    let calls = 0;
    new Digital({ pin: 3, mode: Digital.Input, edge: Digital.Falling, onReadable: () => calls++ });
    line.set(1);
    clock.runUntil(1);
    expect(calls).to.equal(0);
    line.set(0);
    clock.runUntil(2);
    expect(calls).to.equal(1);
  });

  it('waits for the end of a delay and tells of several edges in one call', () => {
    const { clock, line, Digital } = board();
    const seen: number[] = [];
    new Digital({
      pin: 3,
      mode: Digital.Input,
      edge: Digital.Rising,
      onReadable: () => seen.push(clock.now_us),
    });
    for (const time_us of [1000, 2000, 3000]) {
      clock.at(time_us, () => line.set(1));
      clock.at(time_us + 500, () => line.set(0));
    }
    clock.clock.delay(5);
    expect(seen).to.deep.equal([]);
    clock.runUntil(6000);
    expect(seen).to.deep.equal([5000]);
  });

  it('never calls from inside a bus transaction', () => {
    const { clock, line, Digital } = board();
    let busy = false;
    const seen: boolean[] = [];
    new Digital({ pin: 3, mode: Digital.Input, edge: Digital.Rising, onReadable: () => seen.push(busy) });
    const part = {
      address: 1,
      acknowledges: () => true,
      read: () => {
        line.set(0);
        line.set(1);
      },
      write: () => {},
    };
    const io = new new VirtualBus({ clock, parts: [part], timed: true }).io({ address: 1 });
    clock.atFirmware(10, () => {
      busy = true;
      io.readUint8(0);
      io.readUint8(0);
      busy = false;
    });
    clock.runUntil(1000);
    expect(seen).to.deep.equal([false]);
  });

  it('is silent once closed, even of an edge that was waiting', () => {
    const { clock, line, Digital } = board();
    let calls = 0;
    const input = new Digital({
      pin: 3,
      mode: Digital.Input,
      edge: Digital.Rising,
      onReadable: () => calls++,
    });
    line.set(1);
    input.close();
    line.set(0);
    line.set(1);
    clock.runUntil(10);
    expect(calls).to.equal(0);
    expect(() => input.read()).to.throw('closed');
  });

  it('refuses a pin nothing is wired to', () => {
    const { Digital } = board();
    expect(() => new Digital({ pin: 9, mode: 0, edge: 1, onReadable: () => {} })).to.throw('pin 9');
  });
});
