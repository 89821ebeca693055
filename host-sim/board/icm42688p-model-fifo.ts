/** The longest packet, bytes (6.1, packet 4). */
export const MOST_PACKET_BYTES = 20;
/** Small packets in 2048 bytes: a power of two. */
const PLACES = 256;
/** What the data port gives when there is no packet: a header that says so (14.24, 6.2). */
const EMPTY = 0xff;

/** The FIFO memory: a ring of packets, read byte by byte. Beside the bytes it knows the true time of every packet. */
export class PacketFifo {
  /** Packets waiting, the one being read included. */
  count = 0;
  /** Packets overwritten, or not taken because the FIFO stopped, since the model was made. */
  lost = 0;
  /** The same since the FIFO was last emptied by the bus: FIFO_LOST_PKT_CNT. */
  lostSinceClear = 0;
  /** Packets read out since the model was made. */
  taken = 0;
  /** Simulated time of the last packet read out, us. */
  taken_us = NaN;
  private readonly bytes = new Uint8Array(PLACES * MOST_PACKET_BYTES);
  private readonly sizes = new Uint8Array(PLACES);
  private readonly times_us = new Float64Array(PLACES);
  /** Place of the oldest packet, and how much of it was read. */
  private first = 0;
  private offset = 0;

  clear(): void {
    this.count = 0;
    this.offset = 0;
    this.lostSinceClear = 0;
  }

  /** Is a packet read half? */
  get isPartlyRead(): boolean {
    return this.offset !== 0;
  }

  /**
   * Appends the first `size` bytes of `packet`; in a full FIFO it takes the oldest's place or is lost itself.
   * @param capacity packets at which the FIFO is full, 1 to 256
   */
  push(packet: Uint8Array, size: number, time_us: number, overwrite: boolean, capacity: number): void {
    if (this.count >= capacity) {
      this.lost++;
      this.lostSinceClear++;
      if (!overwrite) return;
      this.drop();
    }
    const place = (this.first + this.count) % PLACES;
    const at = place * MOST_PACKET_BYTES;
    for (let i = 0; i < size; i++) this.bytes[at + i] = packet[i];
    this.sizes[place] = size;
    this.times_us[place] = time_us;
    this.count++;
  }

  /** The data port: the next byte. */
  readByte(): number {
    if (this.count === 0) return EMPTY;
    const value = this.bytes[this.first * MOST_PACKET_BYTES + this.offset++];
    if (this.offset === this.sizes[this.first]) {
      this.taken_us = this.times_us[this.first];
      this.taken++;
      this.drop();
    }
    return value;
  }

  private drop(): void {
    this.first = (this.first + 1) % PLACES;
    this.offset = 0;
    this.count--;
  }
}
