/** The client's transport over a real host stack. */
import { LinkLost, type Transport } from '../../companion/client/transport';
import { Disconnected, type StackLink } from '../radio/stack-link';
import { shortUuid } from './virtual-transport';

export class StackTransport implements Transport {
  /** @param watch sees every value from the shoe before the client does */
  constructor(
    private readonly link: StackLink,
    private readonly watch: (uuid: string, value: Uint8Array) => void = () => undefined,
  ) {}

  get maximumWrite(): number {
    return this.link.mtu - 3;
  }

  read(uuid: string): Promise<Uint8Array> {
    return held(this.link.read(shortUuid(uuid)));
  }

  write(uuid: string, value: Uint8Array): Promise<void> {
    return held(this.link.write(shortUuid(uuid), value));
  }

  send(uuid: string, value: Uint8Array): void {
    // That the link is gone is told through `onClosed`.
    this.link.writeWithoutResponse(shortUuid(uuid), value).catch(() => undefined);
  }

  subscribe(uuid: string, listener: (value: Uint8Array) => void): Promise<void> {
    return held(
      this.link.subscribe(shortUuid(uuid), (value) => {
        this.watch(uuid, value);
        listener(value);
      }),
    );
  }

  onClosed(listener: () => void): void {
    void this.link.ended().then(listener);
  }
}

/** As the client knows it when the link is lost. */
async function held<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw error instanceof Disconnected ? new LinkLost() : error;
  }
}
