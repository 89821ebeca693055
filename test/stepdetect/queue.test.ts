import { expect } from 'chai';
import { StrideQueue } from '../../firmware/stepdetect/queue';
import { strideOf, STRIDE_FIELDS } from '../../firmware/stepdetect/stride-record';
import { Stride } from '../../firmware/stepdetect/stride';

/** A stride with another number in every field. */
function numbered(first: number): Stride {
  const stride = new Stride();
  let value = first;
  for (const key of Object.keys(stride) as (keyof Stride)[]) stride[key] = value++;
  return stride;
}

function takenFrom(queue: StrideQueue): Stride | undefined {
  const record = new Int32Array(STRIDE_FIELDS);
  if (!queue.take(record)) return undefined;
  const stride = new Stride();
  strideOf(record, stride);
  return stride;
}

describe('StrideQueue', () => {
  it('gives every field back, oldest first', () => {
    const queue = new StrideQueue();
    queue.push(numbered(1));
    queue.push(numbered(1001));
    expect(takenFrom(queue)).to.deep.equal(numbered(1));
    expect(takenFrom(queue)).to.deep.equal(numbered(1001));
    expect(takenFrom(queue)).to.equal(undefined);
  });

  it('lets the oldest go when nobody takes them', () => {
    const queue = new StrideQueue();
    for (let i = 0; i < 7; i++) queue.push(numbered(100 * i));
    expect(takenFrom(queue)).to.deep.equal(numbered(100));
    expect(queue.waiting()).to.equal(5);
  });
});
