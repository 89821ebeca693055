/**
 * GATT over a WebSocket, for a page without a radio: a socket is a connection to one shoe, and its messages are the operations
 * a Bluetooth stack would be asked for. The protocol on top is the shoe's own, byte by byte.
 *
 *     page   {"id": 1, "do": "read" | "write" | "send" | "subscribe", "uuid": "...", "value": "0a0b"}
 *     shoe   {"id": 1, "value": "0a0b"}  or  {"id": 1, "error": "..."}          answers all but "send"
 *            {"uuid": "...", "value": "0a0b"}                                   notification or indication
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { VirtualCentral } from '../board/radio';
import { shortUuid } from '../soak/virtual-transport';
import type { RealTimeShoe } from './real-time-shoe';

/** ATT MTU of most phones with most peripherals of this class. */
const MTU = 247;
const PATH = '/demo/';
const PHONE = 'the page';

interface Request {
  readonly id?: number;
  readonly do?: string;
  readonly uuid?: string;
  readonly value?: string;
}

/** Answers `/demo/NAME` of an HTTP server for these shoes. */
export function serveShoes(server: Server, shoes: readonly RealTimeShoe[]): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = decodeURIComponent(request.url ?? '');
    if (!path.startsWith(PATH)) return;
    const shoe = shoes.find(({ name }) => path === PATH + name);
    if (!shoe) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, shoe));
  });
}

function serve(socket: WebSocket, shoe: RealTimeShoe): void {
  const link = new SocketLink(socket);
  let central: VirtualCentral;
  try {
    central = shoe.connect({
      mtu: MTU,
      identity: PHONE,
      bonded: true,
      onValue: (uuid, bytes) => link.say({ uuid, value: Buffer.from(bytes).toString('hex') }),
    });
  } catch {
    socket.close();
    return;
  }
  socket.on('close', () => central.disconnect());
  socket.on('message', (text: Buffer) => {
    let request: Request;
    try {
      request = JSON.parse(text.toString()) as Request;
    } catch {
      return socket.close();
    }
    // The shoe lets go of everyone when it falls asleep.
    if (!central.connected) return socket.close();
    link.answer(request, () => operate(central, request));
  });
}

/** @returns the value of a read. Throws what the stack answers with an error. */
function operate(central: VirtualCentral, request: Request): Uint8Array | undefined {
  const uuid = shortUuid(request.uuid ?? '');
  if (request.do === 'read') return central.read(uuid);
  if (request.do === 'subscribe') central.subscribe(uuid);
  else if (request.do === 'write' || request.do === 'send')
    central.write(uuid, Buffer.from(request.value ?? '', 'hex'));
  return undefined;
}

/** Messages to the page; those that a request caused go out behind its answer. */
class SocketLink {
  private waiting: object[] | undefined;

  constructor(private readonly socket: WebSocket) {}

  say(message: object): void {
    if (this.waiting) this.waiting.push(message);
    else if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }

  answer(request: Request, operation: () => Uint8Array | undefined): void {
    const { id } = request;
    const waiting: object[] = (this.waiting = []);
    let answer: object;
    try {
      const value = operation();
      answer = { id, value: value && Buffer.from(value).toString('hex') };
    } catch (error) {
      answer = { id, error: String(error) };
    }
    this.waiting = undefined;
    if (id !== undefined) this.say(answer);
    for (const message of waiting) this.say(message);
  }
}
