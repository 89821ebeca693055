/** Shoe and page see the same run alike: the one from its flash, the other from the stream the phone gets. */
import { Decoder, Stream } from '@garmin/fitsdk';
import { expect } from 'chai';
import { figuresOf } from '../../companion/coach';
import { fitOf } from '../../companion/export/fit';
import { mergedRun } from '../../companion/runs/merge';
import { decodeRun } from '../../companion/runs/run';
import { RunStream } from '../../firmware/ble/streams';
import { RunReview } from '../../firmware/coach/run-review';
import { END, FOUND } from '../../firmware/record/runs';
import { FlashModel } from '../../host-sim/board/flash';
import { Life, RUN, WALK } from '../../host-sim/powercut/life';

const MINUTE_s = 60;

/** Three quarters of an hour with walks and a stop between, contacts getting longer. */
function outing(): Life {
  const life = new Life(new FlashModel({ blocks: 64 }));
  life.setTime(60);
  for (let minute = 0; minute < 45; minute++) {
    if (minute % 15 === 10) life.go(40, WALK).stand(20);
    life.go(MINUTE_s, { ...RUN, contact_ms: 245 + 0.5 * minute });
  }
  life.stand(4 * MINUTE_s);
  return life;
}

function streamOf(life: Life): Uint8Array {
  const stream = new RunStream(life.record.runs, 1);
  stream.rewind();
  const bytes: number[] = [];
  for (;;) {
    stream.allow();
    const found = stream.next();
    if (found === END) return Uint8Array.from(bytes);
    if (found === FOUND) bytes.push(...stream.bytes.subarray(0, stream.length));
  }
}

describe('a run as shoe and page see it', () => {
  const life = outing();
  const run = mergedRun([decodeRun(streamOf(life))]);

  it('has the same figures for the coach', () => {
    const review = new RunReview(life.record);
    review.begin(1);
    while (!review.step());
    const page = figuresOf(run, 1, 1);
    for (const name of [
      'run',
      'shoe',
      'day',
      'isRun',
      'distance_m',
      'running_s',
      'speed_mps',
      'cadence_spm',
      'contact_ms',
      'contactFirst_ms',
      'contactLast_ms',
      'driftMinutes',
    ] as const)
      expect(Number(page[name]), name).to.be.closeTo(Number(review.figures[name]), 0.01 * Number(page[name]));
    expect(page.contactLast_ms - page.contactFirst_ms).to.be.within(15, 22);
  });

  it('is a FIT activity with the totals the shoe has', () => {
    const decoder = new Decoder(Stream.fromByteArray([...fitOf(run)]));
    const { messages, errors } = decoder.read();
    const [stop] = life.stops;
    const session = messages.sessionMesgs?.[0] as unknown as Record<string, number>;
    expect(errors).to.deep.equal([]);
    expect(session.totalDistance).to.be.closeTo(stop.distance_mm / 1000, 0.01);
    expect(session.totalElapsedTime).to.be.closeTo(stop.elapsed_ms / 1000, 0.001);
    expect(session.totalTimerTime).to.be.closeTo(stop.moving_ms / 1000, 0.001);
    expect(session.totalStrides).to.equal(stop.strides);
    expect(session.numLaps).to.equal(Math.floor(stop.distance_mm / 1e6) + 1);
  });
});
