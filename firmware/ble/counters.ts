/** What the radio counts for the diagnostics, since the start. docs/SPEC.md, 4.8. */
export class Counters {
  /** Values handed to the radio, and those it had no room for. */
  sent = 0;
  refused = 0;
  connections = 0;
  /** Requests of centrals without a bond. */
  unbonded = 0;
  /** Bytes of streams handed to the radio. */
  streamed = 0;
  rewinds = 0;
  /** Transfers that ended before their time. */
  transfersCut = 0;
}
