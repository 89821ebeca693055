import Digital from 'embedded:io/digital';
import type { Clock } from '../io/time';
import type { DecoderMaker, Lsm6dsoDecoder } from '../sensors/decoder';
import type { Imu } from '../sensors/imu';
import { LSM6DSO } from '../sensors/lsm6dso';
import type { ImuWiring } from './boards/board';
import { busOn } from './bus';

/** Samples a second, of every part (docs/DESIGN.md). */
const RATE_Hz = 208;

/** The driver of the part on the board. Throws when the part does not answer. */
export function openImu(
  wiring: ImuWiring,
  onAlert: () => void,
  clock: Clock,
  decoder: DecoderMaker<Lsm6dsoDecoder>,
): Imu {
  const { part, address, bus, interrupt } = wiring;
  const sensor = { io: busOn(bus), address };
  const alert = { io: Digital, pin: interrupt };
  return new LSM6DSO({ sensor, alert, onAlert, clock, decoder, part, rate_Hz: RATE_Hz });
}
