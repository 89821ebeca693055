/** UUIDs of the shoe's own service (docs/SPEC.md, section 4), and of the standard ones the client uses. */

function footfall(number: number): string {
  return `f816${number.toString(16)}-374b-48d3-aebc-5d91168400d8`;
}

function standard(number: number): string {
  return `0000${number.toString(16)}-0000-1000-8000-00805f9b34fb`;
}

export const SERVICE = footfall(0x4000);
export const INFORMATION = footfall(0x4001);
export const DYNAMICS = footfall(0x4002);
export const CONTROL_POINT = footfall(0x4003);
export const TRANSFER = footfall(0x4004);
export const CURRENT_TIME_SERVICE = standard(0x1805);
export const CURRENT_TIME = standard(0x2a2b);
export const LOCAL_TIME_INFORMATION = standard(0x2a0f);
