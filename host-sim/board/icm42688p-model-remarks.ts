import { Reg } from './icm42688p-model-registers';

/** Bits that ask for what the model does not do. */
const UNMODELLED: readonly (readonly [register: number, bits: number, what: string])[] = [
  [Reg.INTF_CONFIG1, 0x04, 'INTF_CONFIG1 RTC_MODE: an external clock'],
  [Reg.TMST_CONFIG, 0x04, 'TMST_CONFIG TMST_DELTA_EN: differences of timestamps'],
  [Reg.FIFO_CONFIG1, 0x08, 'FIFO_CONFIG1 FIFO_TMST_FSYNC_EN: FSYNC'],
  [Reg.APEX_CONFIG0, 0x78, 'APEX_CONFIG0: pedometer, tap and tilt functions'],
  [Reg.SMD_CONFIG, 0x02, 'SMD_CONFIG: significant motion'],
  [Reg.INT_SOURCE0, 0x69, 'INT_SOURCE0: FSYNC, PLL, data-ready and AGC on INT1'],
  [Reg.INT_SOURCE1, 0x48, 'INT_SOURCE1: I3C errors and significant motion on INT1'],
  [Reg.INT_SOURCE3, 0x7f, 'INT_SOURCE3: the INT2 pin'],
  [Reg.INT_SOURCE4, 0x4f, 'INT_SOURCE4: the INT2 pin'],
  [Reg.INT_CONFIG0, 0x3f, 'INT_CONFIG0: clearing interrupts by reading data'],
  [Reg.SELF_TEST_CONFIG, 0x7f, 'SELF_TEST_CONFIG: the self-test'],
];
/** INT_CONFIG: INT1 latched and push-pull. */
const LATCHED_PUSH_PULL = 0x06;

/** A sentence when a register value asks for something the model leaves out. */
export function remarkOn(register: number, value: number): string | undefined {
  for (const [at, bits, what] of UNMODELLED)
    if (at === register && (value & bits) !== 0) return `${what}: not modelled`;
  if (register === Reg.INT_CONFIG && (value & LATCHED_PUSH_PULL) !== LATCHED_PUSH_PULL)
    return 'INT_CONFIG: INT1 pulsed or open drain: not modelled, the pin stays low';
  return undefined;
}
