import Digital from 'embedded:io/digital';
import type { Clock } from '../io/time';
import type { DecoderMaker, Icm42688pDecoder } from '../sensors/decoder';
import { ICM42688P } from '../sensors/icm42688p';
import type { Imu } from '../sensors/imu';
import type { ImuWiring } from './boards/board';
import { busOn } from './bus';

/** Samples a second: next to 208, which the LSM6DSO family has (docs/DESIGN.md). */
const RATE_Hz = 200;

/** The driver of a board with an ICM-42688-P. Throws when the part does not answer, or is another. */
export function openImu(
  wiring: ImuWiring,
  onAlert: () => void,
  clock: Clock,
  decoder: DecoderMaker<Icm42688pDecoder>,
): Imu {
  const { address, bus, interrupt } = wiring;
  return new ICM42688P({
    sensor: { io: busOn(bus), address },
    alert: { io: Digital, pin: interrupt },
    onAlert,
    clock,
    decoder,
    rate_Hz: RATE_Hz,
  });
}
