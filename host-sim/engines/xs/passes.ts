/**
 * The kernel's passes, to be measured one by one: interpreted (the methods), translated (the functions of the same names) and written by
 * hand (host-sim/kernel/native/hand).
 */
export interface Pass {
  readonly name: string;
  /** Modules, and classes with their methods as the generated C writes them: `MotionGate_scan`. */
  readonly methods: readonly (readonly [module: string, method: string])[];
}

export const PASSES: readonly Pass[] = [
  { name: 'FIFO decoding', methods: [['firmware/sensors/lsm6dso-fifo', 'Lsm6dsoFifo_decode']] },
  {
    name: 'taps, rest',
    methods: [
      ['firmware/sensors/taps', 'TapDetector_take'],
      ['firmware/sensors/rest', 'RestGravity_take'],
    ],
  },
  { name: 'gate', methods: [['firmware/stepdetect/gate', 'MotionGate_scan']] },
  { name: 'axis', methods: [['firmware/sensors/alignment', 'MedioLateralAxis_update']] },
  { name: 'pitch', methods: [['firmware/stepdetect/pitch', 'PitchTrack_follow']] },
  { name: 'strapdown: turns', methods: [['firmware/stepdetect/strapdown', 'Strapdown_turns']] },
  { name: 'strapdown: track', methods: [['firmware/stepdetect/inertial-track', 'InertialTrack_follow']] },
  {
    name: 'strapdown: force put back',
    methods: [['firmware/stepdetect/clipped-force', 'ClippedForce_restore']],
  },
  { name: 'strapdown: halt', methods: [['firmware/stepdetect/strapdown', 'Strapdown_haltAt']] },
  {
    name: 'forces of a stride',
    methods: [
      ['firmware/stepdetect/force-limit', 'ForceLimit_find'],
      ['firmware/stepdetect/force-limit', 'ForceLimit_falls'],
      ['firmware/stepdetect/force-limit', 'ForceLimit_jolts'],
    ],
  },
  {
    name: 'end of the gyroscope',
    methods: [
      ['firmware/stepdetect/saturation', 'Saturation_find'],
      ['firmware/stepdetect/saturation', 'Saturation_putBack'],
    ],
  },
  { name: 'gaps', methods: [['firmware/stepdetect/gap', 'Gap_find']] },
  {
    name: 'standing foot',
    methods: [
      ['firmware/stepdetect/standing', 'StandingFoot_meanForce'],
      ['firmware/stepdetect/standing', 'StandingFoot_learnScale'],
      ['firmware/stepdetect/standing', 'StandingFoot_learnZero'],
    ],
  },
  {
    name: 'contacts',
    methods: [
      ['firmware/stepdetect/contacts', 'ContactFinder_findPush'],
      ['firmware/stepdetect/contacts', 'ContactFinder_terminal'],
      ['firmware/stepdetect/contacts', 'ContactFinder_initial'],
    ],
  },
  {
    name: 'stride metrics',
    methods: [
      ['firmware/stepdetect/metrics', 'StrideMetrics_measure'],
      ['firmware/stepdetect/metrics', 'StrideMetrics_follow'],
    ],
  },
];

/** All of a block: what it takes beside the passes are the decisions. */
export const BLOCK: readonly [module: string, method: string] = ['firmware/kernel/kernel', 'Kernel_take'];
