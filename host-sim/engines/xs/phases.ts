/** Parts of the firmware that are metered by themselves: their methods are wrapped before they are compiled. */
import type { Edit } from './modules';
import { BLOCK, PASSES } from './passes';

interface Part {
  readonly phase: number;
  readonly module: string;
  readonly method: string;
}

/** Names by number; what is in no part is the application's own. */
export const PHASES = [
  'application',
  'FIFO decoding',
  'per-sample pass',
  'per-stride pass',
  'session',
  'BLE',
  'record',
  'without gyroscope',
  'ring',
  'taps, rest',
  'driver',
  'native kernel',
  'record write',
  'BLE of a stride',
  'metering of a call',
] as const;

/** Those where nothing may be allocated. */
export const HOT_PHASES = [1, 2, 3, 7, 8, 9, 11] as const;

const PARTS: readonly Part[] = [
  ...part('FIFO decoding', 'firmware/sensors/lsm6dso-fifo', 'decode'),
  ...part('FIFO decoding', 'firmware/sensors/icm42688p-fifo', 'decode'),
  // The decoder's short way writes frames in place: that is decoding.
  ...part('ring', 'firmware/sensors/ring', 'push', 'wrote'),
  ...part('per-sample pass', 'firmware/stepdetect/gate', 'scan'),
  ...part('per-stride pass', 'firmware/stepdetect/detector', 'process'),
  ...part('without gyroscope', 'firmware/stepdetect/accel-detector', 'process'),
  ...part('without gyroscope', 'firmware/sensors/stillness', 'holds'),
  ...part('taps, rest', 'firmware/sensors/taps', 'take', 'rest'),
  ...part('taps, rest', 'firmware/sensors/rest', 'take'),
  ...part('driver', 'firmware/sensors/lsm6dso', 'drain', 'flush'),
  ...part('driver', 'firmware/sensors/icm42688p', 'drain', 'flush'),
  ...part('session', 'firmware/session/session', 'stride', 'tick'),
  ...part('BLE', 'firmware/ble/radio', 'update'),
  ...part('BLE of a stride', 'firmware/ble/radio', 'stride'),
  ...part('record', 'firmware/record/record', 'stride', 'tick', 'start', 'pause', 'resume', 'split', 'stop'),
  ...part('record write', 'firmware/record/log', 'commit'),
];

function part(phase: (typeof PHASES)[number], module: string, ...methods: string[]): Part[] {
  return methods.map((method) => ({ phase: PHASES.indexOf(phase), module, method }));
}

/**
 * Wraps the parts' methods in calls of `phase`, which the native host gives.
 * @throws Error when a method is not where it is looked for
 */
export const withPhases: Edit = (name, source) => metered(PARTS, name, source);

/** As `withPhases`, of the interpreted kernel: phase 0 is all else, 1 a block, those from 2 on the passes within it. */
export const withPasses: Edit = (name, source) => metered(PASS_PARTS, name, source);

const PASS_PARTS: readonly Part[] = [{ methods: [BLOCK] }, ...PASSES].flatMap(({ methods }, pass) =>
  methods.map(([module, name]) => ({ phase: pass + 1, module, method: name.replace(/^\w+_/, '') })),
);

function metered(parts: readonly Part[], name: string, source: string): string {
  let edited = source;
  for (const { phase, module, method } of parts)
    if (module === name) edited = wrapped(edited, module, method, phase);
  return edited === source ? source : `declare function phase(to: number): void;\n${edited}`;
}

/** Where the kernel is called for a block: what is between is that call, and no call more; and where it is asked what else there is. */
const CALL = /const told = (this\.kernel\.take\([^)]*\));/;
const ASKED = /\n\s+kernel\.tell\([^)]*\);/;
/** In the constructor beside it. */
const MADE = /this\.kernel = kernel;/;

/**
 * Meters the calls of the native kernel for a block where they are; and, as often as a kernel is made, a part with nothing in it: what the
 * metering of that call costs.
 * @throws Error when it is not where it is looked for
 */
export const withCallPhase: Edit = (name, source) => {
  if (name !== 'firmware/kernel/motion') return source;
  if (![CALL, ASKED, MADE].every((place) => place.test(source)))
    throw new Error(`phases.ts: ${name} does not call the kernel`);
  const called = PHASES.indexOf('native kernel');
  const nothing = PHASES.indexOf('metering of a call');
  const edited = source
    .replace(MADE, `$&\n    phase(${nothing});\n    phase(-1);`)
    .replace(ASKED, `\n    phase(${called});$&\n    phase(-1);`)
    .replace(CALL, `phase(${called});\n    $&\n    phase(-1);`);
  return `declare function phase(to: number): void;\n${edited}`;
};

function wrapped(source: string, module: string, method: string, phase: number): string {
  const head = new RegExp(`\\n {2}(?:private )?${method}\\(([^)]*)\\): (\\w+) \\{`);
  const found = head.exec(source);
  if (!found) throw new Error(`phases.ts: ${module} has no method ${method}`);
  const [, parameters, type] = found;
  const names = parameters
    .split(',')
    .map((parameter) => parameter.split(':')[0].trim())
    .filter((parameter) => parameter !== '');
  const inner = `${method}Unwrapped`;
  return source.replace(
    head,
    `
  ${method}(${parameters}): ${type} {
    phase(${phase});
    const result = this.${inner}(${names.join(', ')});
    phase(-1);
    return result;
  }
  private ${inner}(${parameters}): ${type} {`,
  );
}
