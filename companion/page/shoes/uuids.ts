/** Standard characteristics the page reads besides the client's. Assigned Numbers. */
function standard(number: number): string {
  return `0000${number.toString(16)}-0000-1000-8000-00805f9b34fb`;
}

export const MEASUREMENT = standard(0x2a53);
export const BATTERY_LEVEL = standard(0x2a19);
export const FIRMWARE_REVISION = standard(0x2a26);
