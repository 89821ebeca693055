/** Replays a recording through the whole firmware, in Node. */
import type { SessionSink } from '../../firmware/session/sink';
import type { TraceSource } from '../traces/source';
import { keptRecord } from './kept-record';
import type { RadioEvent, ReplayedStride, ReplayOptions, ReplayResult, SessionEvent } from './replay';
import { footName, replayedStride } from './replayed-stride';
import { VirtualShoe } from './virtual-shoe';

/** Simulated time between two looks at the end of the recording and at the progress, us. */
const SLICE_us = 1_000_000;
/** The shoe goes on this long after the recording: the detector reports the last stride 1.2 s after rest began. */
const AFTERMATH_us = 3_000_000;
/** And, when a session is open then, until the rules end it: this long at most. */
const SESSION_AFTERMATH_us = 1_200_000_000;

/**
 * Runs the virtual shoe through `source`, which is closed at the end. Every run of the same source gives the same result.
 * @throws TraceError when the recording is malformed
 */
export function replay(source: TraceSource, options: ReplayOptions = {}): ReplayResult {
  try {
    return new NodeReplay(source, options).run();
  } finally {
    source.close();
  }
}

class NodeReplay {
  private readonly strides: ReplayedStride[] = [];
  private readonly radio: RadioEvent[] = [];
  private lastNotified: RadioEvent | undefined;
  private readonly session: SessionEvent[] = [];
  private readonly warnings: string[] = [];
  private readonly virtual: VirtualShoe;

  constructor(
    private readonly source: TraceSource,
    private readonly options: ReplayOptions,
  ) {
    this.virtual = new VirtualShoe(source, options, {
      onStride: (stride, toBoard_us) =>
        this.strides.push(
          replayedStride(stride, (instant_us) => this.recordingTime_us(toBoard_us(instant_us))),
        ),
      onRadio: (event) => {
        this.radio.push(event);
        if (event.kind === 'notify') this.lastNotified = event;
      },
      sink: this.sink(),
      log: (sentence, time_us) => this.warnings.push(`at ${(time_us / 1e6).toFixed(1)} s: ${sentence}`),
    });
  }

  run(): ReplayResult {
    const { virtual } = this;
    let now_us = 0;
    while (!virtual.motion.ended) {
      now_us += SLICE_us;
      virtual.runUntil(now_us);
      this.tellProgress();
    }
    const duration_us = virtual.motion.length_us;
    const end_us = Math.ceil(virtual.motion.startsAt_us + duration_us);
    const { cutAtEnd } = this.options;
    if (!cutAtEnd) this.goOn(end_us);
    const { live, framesLost } = virtual.shoe;
    const imuFaults = virtual.shoe.imu?.faults ?? { overruns: 0, busErrors: 0, droppedWords: 0, restarts: 0 };
    const foot = footName(virtual.shoe.foot);
    const result: ReplayResult = {
      trace: this.source.name,
      engine: 'node',
      synthetic: this.source.synthetic,
      duration_us,
      samples: virtual.motion.samples,
      // Landings after the recording's end are of the foot's coming to rest in the simulation.
      strides: this.strides.filter(({ ic_us }) => ic_us >= 0 && ic_us <= duration_us),
      ...(foot && { foot }),
      steps: live.steps,
      distance_m: live.distance_mm / 1000,
      session: this.session,
      radio: this.radio.map((event) => ({ ...event, t_us: this.recordingTime_us(event.t_us) })),
      record: keptRecord(virtual.shoe.record, virtual.flash),
      faults: { ...imuFaults, ringOverwrites: framesLost },
      warnings: this.warnings,
    };
    this.warn(result);
    if (!cutAtEnd) virtual.shoe.close();
    return result;
  }

  /** Lets the last strides be told, and an open session end by the rules. */
  private goOn(end_us: number): void {
    const { virtual } = this;
    virtual.runUntil(end_us + AFTERMATH_us);
    for (let more_us = AFTERMATH_us; virtual.inSession && more_us < SESSION_AFTERMATH_us; more_us += SLICE_us)
      virtual.runUntil(end_us + more_us);
  }

  private recordingTime_us(time_us: number): number {
    return Math.round(this.virtual.motion.recordingTime_us(time_us));
  }

  private tellProgress(): void {
    const { shoe, motion, clock } = this.virtual;
    this.options.onProgress?.({
      t_us: Math.min(this.recordingTime_us(clock.now_us), motion.length_us),
      duration_us: this.source.duration_us,
      footCadence_spm: shoe.live.footCadence_spm,
      speed_mm_s: shoe.live.speed_mm_s,
      contact_ms: shoe.live.contact_ms,
      distance_mm: shoe.live.distance_mm,
      steps: shoe.live.steps,
      running: shoe.live.running,
      moving: shoe.live.moving,
      lastRadio: this.lastNotified ?? this.radio[this.radio.length - 1],
    });
  }

  private sink(): SessionSink {
    const kept = (kind: SessionEvent['kind']) => (data: object) => {
      const t_us = this.recordingTime_us(this.virtual.clock.now_us);
      this.session.push({ t_us, kind, data: { ...data } });
    };
    return {
      start: kept('start'),
      pause: kept('pause'),
      resume: kept('resume'),
      split: kept('split'),
      stop: kept('stop'),
    };
  }

  private warn(result: ReplayResult): void {
    const { faults, warnings } = result;
    const { motion, imu } = this.virtual;
    if (!this.source.hasGyro)
      warnings.push(
        'the recording has no gyroscope: strides are counted with the accelerometer alone, not measured',
      );
    if (motion.gaps > 0) warnings.push(`${motion.gaps} gap(s) of more than 250 ms in the recording`);
    if (faults.overruns > 0)
      warnings.push(`the IMU's FIFO overran ${faults.overruns} time(s): frames were lost`);
    if (faults.busErrors > 0) warnings.push(`${faults.busErrors} bus error(s)`);
    if (faults.restarts > 0)
      warnings.push(`the IMU was found reset and set up again ${faults.restarts} time(s)`);
    if (faults.ringOverwrites > 0)
      warnings.push(`${faults.ringOverwrites} frames were overwritten in the ring`);
    for (const remark of imu.remarks) warnings.push(`virtual IMU: ${remark}`);
  }
}
