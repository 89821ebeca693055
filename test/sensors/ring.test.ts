import { expect } from 'chai';
import { COUNTER_MASK, FRAME_AXES, FrameRing, RING_FRAMES, RING_MASK } from '../../firmware/sensors/ring';

function push(ring: FrameRing, frames: number): void {
  for (let n = 0; n < frames; n++) ring.push(n, -n, 1, 2, 3, 4, n * 10);
}

describe('Frame ring', () => {
  it('keeps axes and time of a frame', () => {
    const ring = new FrameRing();
    ring.push(1, -2, 32767, -32768, 5, 6, -7);
    expect(Array.from(ring.axes.subarray(0, FRAME_AXES))).to.deep.equal([1, -2, 32767, -32768, 5, 6]);
    expect(ring.time_us[0]).to.equal(-7);
    expect(ring.waiting()).to.equal(1);
  });

  it('holds a whole ring without loss', () => {
    const ring = new FrameRing();
    push(ring, RING_FRAMES);
    expect(ring.waiting()).to.equal(RING_FRAMES);
    expect(ring.overwritten).to.equal(0);
    expect(ring.axes[(ring.tail & RING_MASK) * FRAME_AXES]).to.equal(0);
  });

  it('overwrites the oldest and counts each', () => {
    const ring = new FrameRing();
    push(ring, RING_FRAMES + 3);
    expect(ring.overwritten).to.equal(3);
    expect(ring.waiting()).to.equal(RING_FRAMES);
    expect(ring.axes[(ring.tail & RING_MASK) * FRAME_AXES]).to.equal(3);
  });

  it('overwrites nothing that was taken', () => {
    const ring = new FrameRing();
    push(ring, RING_FRAMES);
    ring.tail = ring.head;
    push(ring, RING_FRAMES);
    expect(ring.overwritten).to.equal(0);
  });

  it('goes on when its counters wrap', () => {
    const ring = new FrameRing();
    ring.head = ring.tail = COUNTER_MASK - 1;
    push(ring, 4);
    expect(ring.head).to.equal(2);
    expect(ring.waiting()).to.equal(4);
    push(ring, RING_FRAMES);
    expect(ring.overwritten).to.equal(4);
    expect(ring.waiting()).to.equal(RING_FRAMES);
  });

  it('stops counting overwrites at 2^30 - 1', () => {
    const ring = new FrameRing();
    ring.overwritten = COUNTER_MASK - 1;
    push(ring, RING_FRAMES + 3);
    expect(ring.overwritten).to.equal(COUNTER_MASK);
  });

  it('forgets its frames but not the overwrites', () => {
    const ring = new FrameRing();
    push(ring, RING_FRAMES + 3);
    ring.clear();
    expect(ring.waiting()).to.equal(0);
    expect(ring.overwritten).to.equal(3);
  });
});
