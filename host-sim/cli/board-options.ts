/** Options of the virtual board that the commands share. */
import { InvalidArgumentError, Option } from 'commander';
import { GYROSCOPE_USES } from '../../firmware/session/gyroscope';
import type { ReplayOptions } from '../engines/replay';
import { PARTS, RATES_Hz } from '../engines/wiring';

export interface BoardOptions {
  rate?: ReplayOptions['rate_Hz'];
  part?: ReplayOptions['part'];
  gyroscope?: ReplayOptions['gyroscope'];
}

export function rateOption(): Option {
  return new Option(
    '--rate <Hz>',
    'output data rate of the virtual IMU: 104, 208 or 416 (an ICM42688P: 100 for 104, 200 for 208)',
  )
    .default(208)
    .argParser((text) => {
      const rate = RATES_Hz.find((known) => String(known) === text);
      if (rate === undefined) throw new InvalidArgumentError(`Expected ${RATES_Hz.join(', ')}.`);
      return rate;
    });
}

export function partOption(): Option {
  return new Option('--imu, --part <name>', `IMU on the virtual board: ${PARTS.join(', ')}`)
    .default('LSM6DSO32')
    .argParser((text) => {
      const part = PARTS.find((known) => known === text.toUpperCase());
      if (part === undefined) throw new InvalidArgumentError(`Expected ${PARTS.join(', ')}.`);
      return part;
    });
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
