/**
 * What the client needs of a Bluetooth connection to the shoe. Web Bluetooth, Android, a desktop stack or a simulation can give it:
 * UUIDs are full 128-bit ones in lower case, as Web Bluetooth has them.
 */
export interface Transport {
  read(characteristic: string): Promise<Uint8Array>;
  /** Write with response. Rejects when the shoe answers with an error, or the link is lost. */
  write(characteristic: string, value: Uint8Array): Promise<void>;
  /** Write without response: in order, and never lost while the link holds. */
  send(characteristic: string, value: Uint8Array): void;
  /** Notifications or indications, whichever the characteristic has; resolves when the shoe knows of the subscription. */
  subscribe(characteristic: string, listener: (value: Uint8Array) => void): Promise<void>;
  /** Has `listener` called once when the link ends. */
  onClosed(listener: () => void): void;
  /** Largest value `send` can carry: the ATT MTU less 3. Web Bluetooth does not tell it: 20 is always right. */
  readonly maximumWrite: number;
}

/** The link ended before the answer came. What was received so far is kept; go on after connecting again. */
export class LinkLost extends Error {
  constructor() {
    super('the connection to the shoe was lost');
    this.name = 'LinkLost';
  }
}
