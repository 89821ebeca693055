/** Rounds to the nearest whole number from 0 to `maximum`: what is below or not a number gives 0, what is above gives `maximum`. */
export function saturate(value: number, maximum: number): number {
  if (!(value > 0)) return 0;
  return value >= maximum ? maximum : Math.round(value);
}

export const UINT8_MAX = 0xff;
export const UINT16_MAX = 0xffff;
export const UINT24_MAX = 0xffffff;
export const UINT32_MAX = 0xffffffff;
