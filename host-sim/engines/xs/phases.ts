/** Parts of the firmware that are metered by themselves: their methods are wrapped before they are compiled. */
import type { Edit } from './modules';

interface Part {
  readonly phase: number;
  readonly module: string;
  readonly method: string;
}

/** Names by number; what is in no part is the driver's and the application's own. */
export const PHASES = [
  'driver, application',
  'FIFO decoding',
  'per-sample pass',
  'per-stride pass',
  'session',
  'BLE',
  'record',
  'without gyroscope',
] as const;

/** Those where nothing may be allocated. */
export const HOT_PHASES = [1, 2, 3, 7] as const;

const PARTS: readonly Part[] = [
  { phase: 1, module: 'firmware/sensors/lsm6dso-fifo', method: 'decode' },
  { phase: 1, module: 'firmware/sensors/icm42688p-fifo', method: 'decode' },
  { phase: 2, module: 'firmware/stepdetect/gate', method: 'scan' },
  { phase: 3, module: 'firmware/stepdetect/detector', method: 'process' },
  { phase: 2, module: 'firmware/device/native-kernel', method: 'take' },
  { phase: 7, module: 'firmware/stepdetect/accel-detector', method: 'process' },
  { phase: 4, module: 'firmware/session/session', method: 'stride' },
  { phase: 4, module: 'firmware/session/session', method: 'tick' },
  { phase: 5, module: 'firmware/ble/radio', method: 'update' },
  { phase: 6, module: 'firmware/record/record', method: 'stride' },
  { phase: 6, module: 'firmware/record/record', method: 'tick' },
  { phase: 6, module: 'firmware/record/log', method: 'commit' },
  ...['stride', 'tick', 'start', 'pause', 'resume', 'split', 'stop'].map((method) => ({
    phase: 6,
    module: 'firmware/record/record',
    method,
  })),
];

/**
 * Wraps the parts' methods in calls of `phase`, which the native host gives.
 * @throws Error when a method is not where it is looked for
 */
export const withPhases: Edit = (name, source) => {
  let edited = source;
  for (const { phase, module, method } of PARTS)
    if (module === name) edited = wrapped(edited, module, method, phase);
  return edited === source ? source : `declare function phase(to: number): void;\n${edited}`;
};

function wrapped(source: string, module: string, method: string, phase: number): string {
  const head = new RegExp(`\\n {2}${method}\\(([^)]*)\\): (\\w+) \\{`);
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
