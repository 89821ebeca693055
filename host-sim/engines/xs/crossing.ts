/** The kinds of crossings of the seam, as transcripts number them. Native code knows only the numbers. */

/** Calls of the firmware: what leaves it, and what the board returns. */
export const Call = Object.freeze({
  Now: 1,
  Delay: 2,
  BusOpen: 3,
  BusRead: 4,
  BusWrite: 5,
  BusClose: 6,
  PinOpen: 7,
  PinRead: 8,
  PinClose: 9,
  TimerSet: 10,
  TimerClear: 11,
  Service: 12,
  Characteristic: 13,
  Value: 14,
  Server: 15,
  Advertise: 16,
  ScanResponse: 17,
  StopAdvertising: 18,
  ServerClose: 19,
  Notify: 20,
  ConnectionClose: 21,
  ReadResult: 22,
  Stride: 23,
  Session: 24,
  Log: 25,
  Boot: 26,
  FlashOpen: 27,
  FlashRead: 28,
  FlashProgram: 29,
  FlashErase: 30,
  FlashClose: 31,
  AllowBonding: 40,
  Bonds: 41,
  Forget: 42,
  ForgetAll: 43,
  Parameters: 44,
  ChipStart: 49,
  Recall: 50,
  Retain: 51,
  Charger: 52,
  SleepLightly: 53,
  Watch: 54,
  Feed: 55,
  SleepDeeply: 56,
  Restart: 57,
  Cell: 58,
});

/** Calls of the board into the firmware: interrupts, timers, what centrals do. */
export const Entry = Object.freeze({
  Start: 1,
  Interrupt: 2,
  Timer: 3,
  Ready: 4,
  Connect: 5,
  Disconnect: 6,
  Subscribe: 7,
  Unsubscribe: 8,
  Confirm: 9,
  Read: 10,
  Write: 11,
  Secured: 12,
});

/** Words of a stride as both sides write it into a Call.Stride. */
export const STRIDE_WORDS = 23;

interface StrideWords {
  readonly index: number;
  readonly icUs: number;
  readonly tcUs: number;
  readonly toUs: number;
  readonly midstanceUs: number;
  readonly strideTimeUs: number;
  readonly contactUs: number;
  readonly lengthMm: number;
  readonly speedMmS: number;
  readonly gait: number;
  readonly valid: number;
  readonly stepTimeUs: number;
  readonly flightUs: number;
  readonly swingUs: number;
  readonly strikeAngleDdeg: number;
  readonly strike: number;
  readonly eversionDdeg: number;
  readonly eversionRateDps: number;
  readonly impactMg: number;
  readonly impactRateMgMs: number;
  readonly clearanceMm: number;
  readonly turnDdeg: number;
  readonly riseMm: number;
}

/** Writes a stride's fields into `words`. Allocates nothing. */
export function strideWords(stride: StrideWords, words: Int32Array): void {
  words[0] = stride.index;
  words[1] = stride.icUs;
  words[2] = stride.tcUs;
  words[3] = stride.toUs;
  words[4] = stride.midstanceUs;
  words[5] = stride.strideTimeUs;
  words[6] = stride.contactUs;
  words[7] = stride.lengthMm;
  words[8] = stride.speedMmS;
  words[9] = stride.gait;
  words[10] = stride.valid;
  words[11] = stride.stepTimeUs;
  words[12] = stride.flightUs;
  words[13] = stride.swingUs;
  words[14] = stride.strikeAngleDdeg;
  words[15] = stride.strike;
  words[16] = stride.eversionDdeg;
  words[17] = stride.eversionRateDps;
  words[18] = stride.impactMg;
  words[19] = stride.impactRateMgMs;
  words[20] = stride.clearanceMm;
  words[21] = stride.turnDdeg;
  words[22] = stride.riseMm;
}

/** What the board tells of the start, in a Call.Boot: reason, time away, time of day; -1 where it does not know. */
export const BOOT_NUMBERS = 3;

interface Boot {
  readonly reason: number;
  readonly away_ms?: number;
  readonly utc_ms?: number;
}

export function bootNumbers(boot: Boot, numbers: Float64Array): void {
  numbers[0] = boot.reason;
  numbers[1] = boot.away_ms ?? -1;
  numbers[2] = boot.utc_ms ?? -1;
}

export function bootOf(numbers: Float64Array): Boot {
  return {
    reason: numbers[0],
    away_ms: numbers[1] < 0 ? undefined : numbers[1],
    utc_ms: numbers[2] < 0 ? undefined : numbers[2],
  };
}

/** Bit of the settings of an Entry.Start: the board has a chip that sleeps and a cell. */
export const POWERED = 1 << 16;

/** The cell of a replay on XS, the reference board's. */
export const CELL = Object.freeze({ resistance_mOhm: 150, load_mA: 28, charge_mA: 370 });

/** The charger's pin as a number; 2 for none. */
export function chargerNumber(charger: boolean | undefined): number {
  return charger === undefined ? 2 : Number(charger);
}

export function chargerOf(number: number): boolean | undefined {
  return number === 2 ? undefined : number === 1;
}

interface Wake {
  readonly motion: boolean;
  readonly charger: boolean;
  readonly after_ms: number;
}

/** Wake sources as the numbers of a Call.SleepDeeply. */
export function wakeNumbers({ motion, charger, after_ms }: Wake): [number, number, number] {
  return [Number(motion), Number(charger), after_ms];
}
