/** What a replay gives back, whichever engine ran the firmware. Times are microseconds on the recording's own clock. */
import type { KernelMaker } from '../../firmware/kernel/motion';
import type { ImuFaults } from '../../firmware/sensors/imu';
import type { BootInfo } from '../../firmware/record/record';
import type { GyroscopeUse } from '../../firmware/session/gyroscope';
import type { FaultScript, Span } from '../board/faults';
import type { BoardSeam, Part, Rate_Hz } from './wiring';
import type { SeamRecorder } from './xs/recorder';

/** Foot strike classes, in the order of the firmware's STRIKE_* numbers from 1. */
export const STRIKES = ['rearfoot', 'midfoot', 'forefoot'] as const;

/** What the shoe gave; absent values are left out. Definitions: docs/ACCURACY.md. */
export interface ReplayedStride {
  ic_us: number;
  tc_us?: number;
  to_us?: number;
  midstance_us?: number;
  kind?: 'walk' | 'run';
  length_m?: number;
  speed_mps?: number;
  contact_ms?: number;
  stride_ms?: number;
  step_ms?: number;
  swing_ms?: number;
  flight_ms?: number;
  strike_deg?: number;
  strike?: (typeof STRIKES)[number];
  eversion_deg?: number;
  eversion_dps?: number;
  impact_g?: number;
  impact_g_per_s?: number;
  impact_clipped?: boolean;
  clearance_m?: number;
  turn_deg?: number;
  rise_m?: number;
  clipped: boolean;
}

/** Something the shoe's radio did. Bytes are copies. */
export interface RadioEvent {
  t_us: number;
  kind: 'advertise' | 'stop' | 'notify' | 'indicate' | 'connect' | 'disconnect';
  /** Characteristic, for notify and indicate. */
  uuid?: string;
  /** Value; for advertise, the advertising data. */
  bytes?: Uint8Array;
  /** For advertise. */
  scanResponse?: Uint8Array;
}

/** An entry the session handed to the record. */
export interface SessionEvent {
  t_us: number;
  kind: 'start' | 'pause' | 'resume' | 'split' | 'stop';
  /** Plain numbers and strings, as the session names them. */
  data: Record<string, number | string | boolean>;
}

/** What is in the record's flash after the replay, and what the replay did to it. */
export interface KeptRecord {
  /** False when the record could not be opened. */
  kept: boolean;
  /** Starts of the shoe in its life, this one included. */
  boots: number;
  /** Strides of this foot and distance of the shoe's life. */
  strides: number;
  distance_m: number;
  runs: KeptRun[];
  /** Of this replay. */
  records: number;
  programmedBytes: number;
  erases: number;
  busy_ms: number;
  /** Energy of programs and erases, mJ, at most. */
  energy_mJ: number;
  /** Blocks in use, and in all. */
  blocksUsed: number;
  blocks: number;
}

export interface KeptRun {
  run: number;
  kind: 'run' | 'walk';
  /** False for a run that is still open. */
  complete: boolean;
  elapsed_ms: number;
  moving_ms: number;
  strides: number;
  distance_m: number;
  bytes: number;
}

export interface ReplayResult {
  trace: string;
  /** `xs`: the firmware ran on both engines and gave the same bytes. */
  engine: 'node' | 'xs';
  synthetic: boolean;
  /** Length of the recording, us. */
  duration_us: number;
  /** Samples read from the recording. */
  samples: number;
  strides: ReplayedStride[];
  /** The foot the shoe took itself to be on at the end; absent while it does not know. */
  foot?: 'left' | 'right';
  /** Steps of both feet and distance as the shoe shows them at the end. */
  steps: number;
  distance_m: number;
  session: SessionEvent[];
  radio: RadioEvent[];
  record: KeptRecord;
  faults: ImuFaults & { ringOverwrites: number };
  /** Plain sentences about what was odd but survivable. */
  warnings: string[];
}

/** State shown while a replay runs, at most once per simulated second. */
export interface ReplayProgress {
  /** Time in the recording, us. */
  t_us: number;
  duration_us: number | undefined;
  footCadence_spm: number;
  speed_mm_s: number;
  contact_ms: number;
  distance_mm: number;
  steps: number;
  running: boolean;
  moving: boolean;
  /** The last thing that went on the air: a notification where there was one, else an advertisement. */
  lastRadio: RadioEvent | undefined;
}

export interface ReplayOptions {
  /** Makes what follows the foot. Default: interpreted. */
  kernel?: KernelMaker;
  /** Output data rate of the virtual IMU, Hz; an ICM-42688-P takes the rate next to it. Default 208. */
  rate_Hz?: Rate_Hz;
  /** Part on the virtual board. Default LSM6DSO32. */
  part?: Part;
  /** When the gyroscope is on. Default always. */
  gyroscope?: GyroscopeUse;
  /** What goes wrong with the virtual IMU, in simulated time (the recording begins at 1 s). */
  faults?: FaultScript;
  /** The chip is kept busy in these spans, as erasing flash does: longer than the IMU's FIFO lasts, it overruns. */
  stalls?: readonly Span[];
  /** What the record's partition holds already (RECORD_BYTES); written to. Default: erased flash. */
  flash?: Uint8Array;
  /** What goes wrong with the flash: there is no such partition; each operation fails after the first few; each takes its longest. */
  flashFaults?: { readonly absent?: boolean; readonly failsAfter?: number; readonly slow?: boolean };
  /** The chip's sleep and the cell, of this one start. Default: none, and the shoe never sleeps deeply. */
  power?: BoardSeam['power'];
  /** Why the shoe starts. Default: power-on. */
  boot?: BootInfo;
  /** The power goes with the end of the recording: nothing is waited for, and nothing closed in order. */
  cutAtEnd?: boolean;
  onProgress?(progress: ReplayProgress): void;
  /** Makes a recorder of what crosses the seam; `now_us` is the board's time. */
  record?(now_us: () => number): SeamRecorder;
}
