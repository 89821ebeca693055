import Digital from 'embedded:io/digital';
import type { Clock } from '../io/time';
import type { DecoderMaker, Icm42688pDecoder, Lsm6dsoDecoder } from '../sensors/decoder';
import { ICM42688P } from '../sensors/icm42688p';
import type { Imu } from '../sensors/imu';
import { LSM6DSO } from '../sensors/lsm6dso';
import type { ImuWiring } from './boards/board';
import { busOn } from './bus';

/** Samples a second (docs/DESIGN.md), and the rate of the ICM-42688-P next to it. */
const RATE_Hz = 208;
const ICM_RATE_Hz = 200;

/** The driver of the part on the board. Throws when the part does not answer. */
export function openImu(
  wiring: ImuWiring,
  onAlert: () => void,
  clock: Clock,
  decoder: DecoderMaker<Lsm6dsoDecoder & Icm42688pDecoder>,
): Imu {
  const { part, address, bus, interrupt } = wiring;
  const sensor = { io: busOn(bus), address };
  const alert = { io: Digital, pin: interrupt };
  if (part === 'ICM42688P')
    return new ICM42688P({ sensor, alert, onAlert, clock, decoder, rate_Hz: ICM_RATE_Hz });
  return new LSM6DSO({ sensor, alert, onAlert, clock, decoder, part, rate_Hz: RATE_Hz });
}
