/**
 * ble-host always offers an ATT MTU of 517. Phones and watches agree to less: 185 (iOS), 247, or stay at 23. This stands
 * between a central's host and its controller and lowers the number in the MTU exchange, both ways, so that both ends agree.
 */
import { EventEmitter } from 'node:events';
import type { HciTransport } from './controller';
import { PacketType } from './hci';

/** HCI header (5), L2CAP header (4), then the ATT PDU: op code, MTU. */
const CID_AT = 7;
const PDU_AT = 9;
const EXCHANGE_LENGTH = 12;
const ATT_CID = 4;
const MTU_REQUEST = 2;
const MTU_RESPONSE = 3;

export function clampMtu(transport: HciTransport, mtu: number): HciTransport {
  if (!(mtu >= 23 && mtu <= 517)) throw new RangeError(`ATT MTU ${mtu}: expected 23 to 517`);
  const clamped = new EventEmitter() as HciTransport;
  clamped.write = (packet) => transport.write(clamp(packet, mtu));
  transport.on('data', (packet: Buffer) => clamped.emit('data', clamp(packet, mtu)));
  transport.on('close', () => clamped.emit('close'));
  return clamped;
}

function clamp(packet: Buffer, mtu: number): Buffer {
  if (packet[0] !== PacketType.AclData || packet.length !== EXCHANGE_LENGTH) return packet;
  const isExchange = packet[PDU_AT] === MTU_REQUEST || packet[PDU_AT] === MTU_RESPONSE;
  if (packet.readUInt16LE(CID_AT) !== ATT_CID || !isExchange) return packet;
  const lowered = Buffer.from(packet);
  lowered.writeUInt16LE(Math.min(mtu, packet.readUInt16LE(PDU_AT + 1)), PDU_AT + 1);
  return lowered;
}
