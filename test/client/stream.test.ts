import { expect } from 'chai';
import { crc16, crc32 } from '../../companion/client/crc';
import { dataFrame, Frame } from '../../companion/client/frames';
import { MemoryBytes } from '../../companion/client/stored-bytes';
import { StreamChanged, StreamReceiver, TransferEnded } from '../../companion/client/stream-receiver';
import { StreamSender } from '../../companion/client/stream-sender';
import { LinkLost } from '../../companion/client/transport';
import { hex } from '../ble/setup';

const CHECK = new TextEncoder().encode('123456789');

function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
}

function endFrame(stream: Uint8Array): Uint8Array {
  const frame = new Uint8Array(8);
  const view = new DataView(frame.buffer);
  frame[0] = Frame.End;
  view.setUint32(1, stream.length, true);
  view.setUint32(4, crc32(stream), true);
  return frame;
}

function receiver(have = new MemoryBytes()) {
  const sent: string[] = [];
  return { have, sent, receiver: new StreamReceiver(have, (frame) => sent.push(hex(frame))) };
}

describe('checksums of the transfer', () => {
  it('have the check values of the catalogue', () => {
    expect(crc16(CHECK)).to.equal(0x29b1);
    expect(crc32(CHECK)).to.equal(0xcbf43926);
    expect(crc32(CHECK.subarray(4), crc32(CHECK.subarray(0, 4)))).to.equal(0xcbf43926);
  });
});

describe('receiving a stream', () => {
  const stream = bytes(10_000);

  it('stores what comes in order, acknowledges every 4096 bytes at least, and proves the end', async () => {
    const it = receiver();
    for (let at = 0; at < stream.length; at += 100)
      it.receiver.take(dataFrame(at, stream.subarray(at, at + 100)));
    it.receiver.take(endFrame(stream));
    await it.receiver.done;
    expect(hex(it.have.all())).to.equal(hex(stream));
    // 4100, 8200, 10000.
    expect(it.sent).to.deep.equal(['03041000', '03082000', '03102700']);
  });

  it('asks once for what is missing, and drops until it comes', async () => {
    const it = receiver();
    it.receiver.take(dataFrame(0, stream.subarray(0, 100)));
    for (const at of [200, 300, 400]) it.receiver.take(dataFrame(at, stream.subarray(at, at + 100)));
    expect(it.sent).to.deep.equal(['04640000']);
    it.receiver.take(dataFrame(100, stream.subarray(100)));
    it.receiver.take(endFrame(stream));
    await it.receiver.done;
    expect([it.receiver.dropped, hex(it.have.all())]).to.deep.equal([3, hex(stream)]);
  });

  it('asks again for a frame with any bit turned over', () => {
    const good = dataFrame(0, stream.subarray(0, 20));
    for (let bit = 8; bit < good.length * 8; bit++) {
      const it = receiver();
      const spoilt = good.slice();
      spoilt[bit >> 3] ^= 1 << (bit & 7);
      it.receiver.take(spoilt);
      expect([it.have.length, it.sent]).to.deep.equal([0, ['04000000']]);
    }
  });

  it('misses a lost tail at the end frame', () => {
    const it = receiver();
    it.receiver.take(dataFrame(0, stream.subarray(0, 9000)));
    it.receiver.take(endFrame(stream));
    expect(it.sent.at(-1)).to.equal('04282300');
  });

  it('tells when what was stored before is not of this stream', async () => {
    const have = new MemoryBytes();
    have.append(bytes(10).fill(1));
    const it = receiver(have);
    it.receiver.take(dataFrame(10, stream.subarray(10)));
    it.receiver.take(endFrame(stream));
    expect(await it.receiver.done.catch((error: unknown) => error)).to.be.instanceOf(StreamChanged);
    expect(it.sent.at(-1)).to.equal('0501');
  });

  it('keeps what it has when the shoe aborts or the link is lost', async () => {
    for (const [end, error] of [
      [(one: StreamReceiver) => one.take(Uint8Array.of(5, 2)), TransferEnded],
      [(one: StreamReceiver) => one.close(), LinkLost],
    ] as const) {
      const it = receiver();
      it.receiver.take(dataFrame(0, stream.subarray(0, 500)));
      end(it.receiver);
      it.receiver.take(dataFrame(500, stream.subarray(500, 600)));
      expect(await it.receiver.done.catch((reason: unknown) => reason)).to.be.instanceOf(error);
      expect(it.have.length).to.equal(500);
    }
  });
});

describe('sending a stream', () => {
  it('stays within the window, goes back when asked to, and ends with the last acknowledgement', async () => {
    const stream = bytes(20_000);
    const have = new MemoryBytes();
    let most = 0;
    let acknowledged = 0;
    let dropped = false;
    const queue: Uint8Array[] = [];
    const sender = new StreamSender(stream, 0, 244, (frame) => queue.push(frame));
    const got = new StreamReceiver(have, (frame) => {
      acknowledged = frame[1] | (frame[2] << 8) | (frame[3] << 16);
      sender.take(frame);
    });
    sender.start();
    for (let frame = queue.shift(); frame; frame = queue.shift()) {
      const end = (frame[1] | (frame[2] << 8) | (frame[3] << 16)) + frame.length - 6;
      most = Math.max(most, end - acknowledged);
      if (!dropped && end > 10_000) dropped = true;
      else got.take(frame);
      if (queue.length === 0) got.take(endFrame(stream));
    }
    await sender.done;
    expect(hex(have.all())).to.equal(hex(stream));
    expect(most).to.be.at.most(8192);
  });
});
