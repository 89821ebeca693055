/**
 * Open-circuit voltage of a lithium polymer cell at 20 °C in mV, for 0, 5, 10 ... 100 percent of its charge.
 * Source: Linux arch/arm64/boot/dts/sprd/sp9860g-1h10.dts, ocv-capacity-table-0.
 */
const OPEN_CIRCUIT_mV: readonly number[] = Object.freeze([
  3400, 3605, 3680, 3724, 3752, 3765, 3770, 3773, 3777, 3787, 3805, 3835, 3864, 3889, 3917, 3949, 3983, 4022,
  4066, 4113, 4185,
]);
const STEP_PERCENT = 5;

/** No cell that runs the chip gives less, no charger more: outside of these the voltage divider is not there. */
const LEAST_mV = 2500;
const MOST_mV = 4500;

/**
 * Charge of the cell in whole percent, 0 to 100, by its open-circuit voltage. Between 20 and 40 percent 25 mV are all the
 * difference, so 10 mV of error or of sag under load make some 8 points there.
 */
export function chargePercent(cell_mV: number): number {
  const points = OPEN_CIRCUIT_mV.length;
  if (cell_mV <= OPEN_CIRCUIT_mV[0]) return 0;
  for (let i = 1; i < points; i++) {
    const high_mV = OPEN_CIRCUIT_mV[i];
    if (cell_mV >= high_mV) continue;
    const low_mV = OPEN_CIRCUIT_mV[i - 1];
    return (STEP_PERCENT * (i - 1) + (STEP_PERCENT * (cell_mV - low_mV)) / (high_mV - low_mV)) | 0;
  }
  return 100;
}

/** Whether a cell can have this voltage. */
export function plausibleCell(cell_mV: number): boolean {
  return cell_mV >= LEAST_mV && cell_mV <= MOST_mV;
}
