/** Shoes of `npm run companion`: virtual ones, over a socket that carries the very same GATT operations. */
import { LinkLost } from '../../client/transport';
import { Problem, type Device, type Link } from './device';

export const DEMO_SHOES = ['Footfall left', 'Footfall right'] as const;

export function isDemo(): boolean {
  return new URLSearchParams(location.search).has('demo');
}

export function demoDevice(name: string): Device {
  return { id: `demo ${name}`, name, open: () => SocketLink.open(name) };
}

interface Message {
  readonly id?: number;
  readonly uuid?: string;
  readonly value?: string;
  readonly error?: string;
}

interface Pending {
  readonly keep: (value: Uint8Array) => void;
  readonly fail: (error: Error) => void;
}

class SocketLink implements Link {
  readonly maximumWrite = 244;
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Map<string, (value: Uint8Array) => void>();
  private readonly closing: (() => void)[] = [];
  private requests = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.onmessage = ({ data }) => this.take(JSON.parse(String(data)) as Message);
    socket.onclose = () => {
      for (const { fail } of this.pending.values()) fail(new LinkLost());
      this.pending.clear();
      for (const listener of this.closing.splice(0)) listener();
    };
  }

  static open(name: string): Promise<Link> {
    const url = new URL(`demo/${encodeURIComponent(name)}`, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.search = url.hash = '';
    const socket = new WebSocket(url);
    return new Promise((keep, fail) => {
      socket.onopen = () => keep(new SocketLink(socket));
      socket.onclose = () => fail(new Problem('unreachable'));
    });
  }

  read(uuid: string): Promise<Uint8Array> {
    return this.request({ do: 'read', uuid });
  }

  async write(uuid: string, value: Uint8Array): Promise<void> {
    await this.request({ do: 'write', uuid, value: hex(value) });
  }

  send(uuid: string, value: Uint8Array): void {
    this.post({ do: 'send', uuid, value: hex(value) });
  }

  async subscribe(uuid: string, listener: (value: Uint8Array) => void): Promise<void> {
    this.listeners.set(short(uuid), listener);
    await this.request({ do: 'subscribe', uuid });
  }

  onClosed(listener: () => void): void {
    this.closing.push(listener);
  }

  close(): void {
    this.socket.close();
  }

  private request(message: object): Promise<Uint8Array> {
    const id = ++this.requests;
    return new Promise((keep, fail) => {
      if (this.socket.readyState !== WebSocket.OPEN) return fail(new LinkLost());
      this.pending.set(id, { keep, fail });
      this.post({ id, ...message });
    });
  }

  private post(message: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private take({ id, uuid, value, error }: Message): void {
    const bytes = Uint8Array.from(value?.match(/../g) ?? [], (two) => parseInt(two, 16));
    if (uuid !== undefined) return this.listeners.get(short(uuid))?.(bytes);
    const pending = id === undefined ? undefined : this.pending.get(id);
    if (!pending || id === undefined) return;
    this.pending.delete(id);
    if (error === undefined) pending.keep(bytes);
    else pending.fail(new Error(error));
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** "2a53" of a SIG characteristic, as the virtual radio names it. */
function short(uuid: string): string {
  return /^0000([0-9a-f]{4})-0000-1000-8000-00805f9b34fb$/.exec(uuid)?.[1] ?? uuid;
}
