import type { BusPart } from './bus';
import type { Line } from './digital';

/** A virtual IMU as the virtual shoe uses it, whatever its family. */
export interface ImuModel extends BusPart {
  /** The INT1 pin. */
  readonly int1: Line;
  /** What the bus asked for that the model does not do or the part would not do, each said once. */
  readonly remarks: readonly string[];
  /** Simulated time of the newest frame that was read out whole, us; NaN before it. */
  readonly lastFrame_us: number;
  /** Samples computed, FIFO words or packets waiting, taken and lost since the model was made. */
  readonly counts: { readonly samples: number; waiting: number; taken: number; lost: number };
  /** As after a dip of the supply. */
  powerOnReset(): void;
  /** Brings samples and motion up to the present although nobody reads; changes nothing the bus can see. */
  catchUp(): void;
}
