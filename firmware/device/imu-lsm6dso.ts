import Digital from 'embedded:io/digital';
import type { Clock } from '../io/time';
import type { DecoderMaker, Lsm6dsoDecoder } from '../sensors/decoder';
import type { Imu } from '../sensors/imu';
import { LSM6DSO } from '../sensors/lsm6dso';
import type { Lsm6dsoPart } from '../sensors/lsm6dso-config';
import type { ImuWiring } from './boards/board';
import { busOn } from './bus';

/** Samples a second (docs/DESIGN.md). */
const RATE_Hz = 208;

/** The driver of a board with a part of the LSM6DSO family. Throws when the part does not answer, or is another. */
export function openImu(
  wiring: ImuWiring,
  onAlert: () => void,
  clock: Clock,
  decoder: DecoderMaker<Lsm6dsoDecoder>,
): Imu {
  const { part, address, bus, interrupt } = wiring;
  return new LSM6DSO({
    sensor: { io: busOn(bus), address },
    alert: { io: Digital, pin: interrupt },
    onAlert,
    clock,
    decoder,
    // The board and this file are chosen by the same lines of manifest.json.
    part: part as Lsm6dsoPart,
    rate_Hz: RATE_Hz,
  });
}
