/** Options of the virtual board that the commands share. */
import { InvalidArgumentError, Option } from 'commander';
import { GYROSCOPE_USES } from '../../firmware/session/gyroscope';
import type { ReplayOptions } from '../engines/replay';

export interface BoardOptions {
  rate?: ReplayOptions['rate_Hz'];
  part?: ReplayOptions['part'];
  gyroscope?: ReplayOptions['gyroscope'];
}

const RATES_HZ = [104, 208, 416] as const;
const PARTS = ['LSM6DSO', 'LSM6DSOX', 'LSM6DSO32'] as const;

export function rateOption(): Option {
  return new Option('--rate <Hz>', 'output data rate of the virtual IMU: 104, 208 or 416')
    .default(208)
    .argParser((text) => {
      const rate = RATES_HZ.find((known) => String(known) === text);
      if (rate === undefined) throw new InvalidArgumentError(`Expected ${RATES_HZ.join(', ')}.`);
      return rate;
    });
}

export function partOption(): Option {
  return new Option('--part <name>', 'IMU on the virtual board').default('LSM6DSO32').choices(PARTS);
}

export function gyroscopeOption(): Option {
  return new Option(
    '--gyroscope <use>',
    'always on; steady: on while somebody walks or runs steadily, the accelerometer counts before; never',
  )
    .default('always')
    .choices(GYROSCOPE_USES);
}

export function engineOption(): Option {
  return new Option(
    '--engine <name>',
    'node, or xs: Node, then the XS engine on the same inputs, compared byte for byte',
  )
    .default('node')
    .choices(['node', 'xs']);
}
