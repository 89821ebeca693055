/**
 * A link several may listen on: runs that are fetched and an update that is sent have the same characteristic. Whatever the platform
 * makes of a second subscription, it sees one, and each value goes to all who asked for it.
 */
import type { Link } from './device';

type Listener = (value: Uint8Array) => void;

interface Subscription {
  readonly listeners: Listener[];
  readonly made: Promise<void>;
}

export class SharedLink implements Link {
  private readonly subscriptions = new Map<string, Subscription>();

  constructor(private readonly link: Link) {}

  get maximumWrite(): number {
    return this.link.maximumWrite;
  }

  read(uuid: string): Promise<Uint8Array> {
    return this.link.read(uuid);
  }

  write(uuid: string, value: Uint8Array): Promise<void> {
    return this.link.write(uuid, value);
  }

  send(uuid: string, value: Uint8Array): void {
    this.link.send(uuid, value);
  }

  async subscribe(uuid: string, listener: Listener): Promise<void> {
    const there = this.subscriptions.get(uuid);
    if (there) {
      there.listeners.push(listener);
      return there.made;
    }
    const listeners = [listener];
    const made = this.link.subscribe(uuid, (value) => {
      for (const one of listeners) one(value);
    });
    this.subscriptions.set(uuid, { listeners, made });
    try {
      await made;
    } catch (error) {
      // Refused for want of a bond: asked again later.
      this.subscriptions.delete(uuid);
      throw error;
    }
  }

  onClosed(listener: () => void): void {
    this.link.onClosed(listener);
  }

  close(): void {
    this.link.close();
  }
}
