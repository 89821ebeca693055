/** What the coach on the shoe has to say. docs/SPEC.md 4.9. */
import { FieldReader } from './bytes';

/** Layout this client understands. */
const LAYOUT = 1;
const ENTRY_BYTES = 14;

export interface StoredAdvice {
  /** Which observation: docs/COACH.md. */
  readonly advice: number;
  /** How much it matters, 0 to 100. */
  readonly weight: number;
  /** Arguments used, 0 to 3. */
  readonly arguments: number;
  /** Run it is about, as the shoe numbers them; 0 none. */
  readonly run: number;
  readonly first: number;
  readonly second: number;
  readonly third: number;
}

/** Object 3. Entries of a layout it does not know, or cut short, are left out. */
export function decodeAdvice(object: Uint8Array): StoredAdvice[] {
  const reader = new FieldReader(object);
  const [layout, count] = [reader.u8(), reader.u8()];
  const entries: StoredAdvice[] = [];
  while (layout === LAYOUT && entries.length < count && reader.left >= ENTRY_BYTES)
    entries.push({
      advice: reader.u16(),
      weight: reader.u8(),
      arguments: reader.u8(),
      run: reader.u32(),
      first: reader.s16(),
      second: reader.s16(),
      third: reader.s16(),
    });
  return entries;
}
