import { expect } from 'chai';
import { StrideQueue } from '../../firmware/stepdetect/queue';
import { Stride } from '../../firmware/stepdetect/stride';

/** A stride with another number in every field. */
function numbered(first: number): Stride {
  const stride = new Stride();
  let value = first;
  for (const key of Object.keys(stride) as (keyof Stride)[]) stride[key] = value++;
  return stride;
}

describe('StrideQueue', () => {
  it('gives every field back, oldest first', () => {
    const queue = new StrideQueue();
    queue.push(numbered(1));
    queue.push(numbered(1001));
    const taken = new Stride();
    expect(queue.take(taken)).to.equal(true);
    expect(taken).to.deep.equal(numbered(1));
    expect(queue.take(taken)).to.equal(true);
    expect(taken).to.deep.equal(numbered(1001));
    expect(queue.take(taken)).to.equal(false);
  });

  it('lets the oldest go when nobody takes them', () => {
    const queue = new StrideQueue();
    for (let i = 0; i < 17; i++) queue.push(numbered(100 * i));
    const taken = new Stride();
    queue.take(taken);
    expect(queue.waiting()).to.equal(15);
    expect(taken).to.deep.equal(numbered(100));
  });
});
