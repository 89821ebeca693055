import { Reg } from './lsm6dso-model-registers';

/** Bits that ask for what the model does not do. */
const UNMODELLED: readonly (readonly [register: number, bits: number, what: string])[] = [
  [Reg.FUNC_CFG_ACCESS, 0xff, 'FUNC_CFG_ACCESS: the other register pages'],
  [Reg.FIFO_CTRL2, 0x46, 'FIFO_CTRL2: FIFO compression'],
  [Reg.FIFO_CTRL2, 0x10, 'FIFO_CTRL2 ODRCHG_EN: CFG_Change words'],
  [Reg.INT1_CTRL, 0x47, 'INT1_CTRL: CNT_BDR, BOOT and data-ready on INT1'],
  [Reg.INT2_CTRL, 0xff, 'INT2_CTRL: the INT2 pin'],
  [Reg.CTRL4_C, 0x20, 'CTRL4_C INT2_on_INT1: the INT2 pin'],
  [Reg.TAP_CFG0, 0x10, 'TAP_CFG0 SLOPE_FDS: the high-pass filter for wake-up'],
  [Reg.TAP_CFG2, 0x60, 'TAP_CFG2 INACT_EN: the inactivity function'],
  [Reg.MD1_CFG, 0xdf, 'MD1_CFG: events other than wake-up on INT1'],
  [Reg.MD2_CFG, 0xff, 'MD2_CFG: the INT2 pin'],
];

/** FIFO modes that wait for an event: 3, 4 and 7. */
const TRIGGERED_MODES = [3, 4, 7];

/** A sentence when a register value asks for something the model leaves out. */
export function remarkOn(register: number, value: number): string | undefined {
  for (const [at, bits, what] of UNMODELLED)
    if (at === register && (value & bits) !== 0) return `${what}: not modelled`;
  if (register === Reg.FIFO_CTRL4 && TRIGGERED_MODES.includes(value & 7))
    return `FIFO_CTRL4 mode ${value & 7}: the trigger is not modelled`;
  return undefined;
}
