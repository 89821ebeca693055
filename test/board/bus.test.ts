import { expect } from 'chai';
import { VirtualBus, type BusPart } from '../../host-sim/board/bus';
import { VirtualClock } from '../../host-sim/board/clock';

class Memory implements BusPart {
  readonly bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  present = true;
  constructor(readonly address: number) {}
  acknowledges(): boolean {
    return this.present;
  }
  read(register: number, buffer: Uint8Array, length: number): void {
    for (let i = 0; i < length; i++) buffer[i] = this.bytes[register + i];
  }
  write(register: number, value: number): void {
    this.bytes[register] = value;
  }
}

describe('virtual bus', () => {
  function board(timed = false) {
    const clock = new VirtualClock();
    const part = new Memory(0x6a);
    const bus = new VirtualBus({ clock, parts: [part], timed });
    return { clock, part, bus, io: new bus.io({ address: 0x6a, hz: 400_000 }) };
  }

  it('reads and writes registers, low byte first, and fills whole buffers', () => {
    const { io, part } = board();
    io.writeUint8(0x20, 0x1ab);
    expect(part.bytes[0x20]).to.equal(0xab);
    expect(io.readUint8(0x20)).to.equal(0xab);
    expect(io.readUint16(0x20)).to.equal(0x21ab);
    const buffer = new Uint8Array(5);
    io.readBuffer(0x30, buffer);
    expect(Array.from(buffer)).to.deep.equal([0x30, 0x31, 0x32, 0x33, 0x34]);
  });

  it('throws when nobody acknowledges, and says whom it asked for what', () => {
    const { bus, io, part } = board();
    const other = new bus.io({ address: 0x6b });
    expect(() => other.readUint8(0x0f)).to.throw('no acknowledge from 0x6B (read of register 0x0F)');
    part.present = false;
    expect(() => io.writeUint8(0x10, 1)).to.throw('no acknowledge from 0x6A (write of register 0x10)');
    expect(bus.transactions).to.equal(2);
    expect(bus.refused).to.equal(2);
    expect(part.bytes[0x10]).to.equal(0x10);
  });

  it('takes no time unless asked to, and then 9 bits a byte', () => {
    const instant = board();
    instant.io.readUint8(0);
    expect(instant.clock.now_us).to.equal(0);
    const timed = board(true);
    timed.io.readBuffer(0x10, new Uint8Array(97));
    expect(timed.clock.now_us).to.equal(2250);
    timed.io.writeUint8(0x10, 1);
    expect(timed.clock.now_us).to.equal(2250 + 68);
  });

  it('shows an observer every transaction with its time and bytes', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const bus = new VirtualBus({
      clock,
      parts: [new Memory(0x10)],
      observer: {
        transaction: (time_us, address, kind, register, bytes, length, acknowledged) =>
          seen.push([time_us, address, kind, register, ...bytes.subarray(0, length), acknowledged].join(' ')),
      },
    });
    const io = new bus.io({ address: 0x10 });
    io.readUint16(4);
    clock.runUntil(50);
    io.writeUint8(7, 9);
    expect(() => new bus.io({ address: 0x11 }).readUint8(0)).to.throw();
    expect(seen).to.deep.equal(['0 16 read 4 4 5 true', '50 16 write 7 9 true', '50 17 read 0 false']);
  });

  it('refuses misuse', () => {
    const { clock, io, bus } = board();
    expect(() => new bus.io({})).to.throw('address');
    expect(() => io.readUint8(256)).to.throw(RangeError);
    io.close();
    expect(() => io.readUint8(0)).to.throw('closed');
    expect(() => new VirtualBus({ clock, parts: [new Memory(1), new Memory(1)] })).to.throw('two parts');
  });
});
