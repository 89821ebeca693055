/**
 * What the link layer does at a host's command: ending, new parameters, encryption, features, version. Each takes effect with
 * an exchange that succeeds.
 * Source: Bluetooth Core specification, Vol 6 Part B, section 5.1.
 */
import type { VirtualClock } from '../board/clock';
import type { Controller } from './controller';
import { EventCode, HciError, LE_FEATURES, LeSubevent, Opcode, u16, VERSION_5_0 } from './hci';
import type { Link, LinkParameters } from './link';

/** Connection events before new parameters hold: the least a central may choose (5.1.1). */
const UPDATE_EVENTS = 7;

const KEY_REPLIES: readonly number[] = [
  Opcode.LeLongTermKeyRequestReply,
  Opcode.LeLongTermKeyRequestNegativeReply,
];
const PROCEDURES: readonly number[] = [
  Opcode.Disconnect,
  Opcode.ReadRemoteVersionInformation,
  Opcode.LeConnectionUpdate,
  Opcode.LeReadRemoteFeatures,
  Opcode.LeEnableEncryption,
];

/** Carries out a command about a connection; returns whether it is one. */
export function linkCommand(
  controller: Controller,
  clock: VirtualClock,
  opcode: number,
  data: Buffer,
): boolean {
  const isReply = KEY_REPLIES.includes(opcode);
  if (!isReply && !PROCEDURES.includes(opcode)) return false;
  const handle = data.readUInt16LE(0);
  const link = controller.links.get(handle);
  const status = link ? HciError.Success : HciError.UnknownConnection;
  if (isReply) controller.complete(opcode, status, u16(handle));
  else controller.status(opcode, status);
  if (link) start(controller, clock, link, opcode, data);
  return true;
}

function start(controller: Controller, clock: VirtualClock, link: Link, opcode: number, data: Buffer): void {
  const handle = link.endOf(controller).handle;
  switch (opcode) {
    case Opcode.Disconnect:
      return terminate(link, controller, data[2]);
    case Opcode.LeConnectionUpdate:
      return update(link, clock, data);
    case Opcode.LeEnableEncryption:
      return encrypt(link, data);
    case Opcode.LeLongTermKeyRequestReply:
      return keyReply(link, data.subarray(2, 18));
    case Opcode.LeLongTermKeyRequestNegativeReply:
      return keyMissing(link);
    case Opcode.LeReadRemoteFeatures: {
      const told = [HciError.Success, ...u16(handle), ...LE_FEATURES];
      return link.control(() => controller.le(LeSubevent.ReadRemoteFeaturesComplete, told));
    }
    default: {
      const told = [HciError.Success, ...u16(handle), VERSION_5_0, 0xff, 0xff, 0, 0];
      link.control(() => controller.event(EventCode.ReadRemoteVersionInformationComplete, told));
    }
  }
}

function terminate(link: Link, controller: Controller, reason: number): void {
  const byCentral = controller === link.central.controller;
  const reasons = [HciError.TerminatedByLocalHost, reason];
  link.control(() => (byCentral ? link.drop(reasons[0], reasons[1]) : link.drop(reasons[1], reasons[0])));
}

function update(link: Link, clock: VirtualClock, data: Buffer): void {
  const parameters = {
    interval_us: data.readUInt16LE(4) * 1250,
    latency: data.readUInt16LE(6),
    timeout_us: data.readUInt16LE(8) * 10_000,
  };
  const instant = () => {
    if (link.closed) return;
    link.update(parameters);
    for (const { controller, handle } of [link.central, link.peripheral])
      controller.le(LeSubevent.ConnectionUpdateComplete, [0, ...u16(handle), ...parameterBytes(parameters)]);
  };
  link.control(() => clock.at(clock.now_us + UPDATE_EVENTS * link.interval_us, instant));
}

function encrypt(link: Link, data: Buffer): void {
  const { controller, handle } = link.peripheral;
  // Random number and diversifier, which name the key.
  const request = [...u16(handle), ...data.subarray(2, 12)];
  link.central.ltk = Buffer.from(data.subarray(12, 28));
  link.control(() => controller.le(LeSubevent.LongTermKeyRequest, request));
}

/** Nothing is really encrypted: the two keys are compared. */
function keyReply(link: Link, ltk: Buffer): void {
  const same = link.central.ltk?.equals(ltk) ?? false;
  link.control(() => {
    if (!same) return link.drop(HciError.MicFailure, HciError.MicFailure);
    link.encrypted = true;
    for (const { controller, handle } of [link.central, link.peripheral])
      controller.event(EventCode.EncryptionChange, [HciError.Success, ...u16(handle), 1]);
  });
}

function keyMissing(link: Link): void {
  const { controller, handle } = link.central;
  const told = [HciError.PinOrKeyMissing, ...u16(handle), 0];
  link.control(() => controller.event(EventCode.EncryptionChange, told));
}

/** Interval, latency and timeout as HCI tells them. */
export function parameterBytes(parameters: LinkParameters): number[] {
  return [
    ...u16(parameters.interval_us / 1250),
    ...u16(parameters.latency),
    ...u16(parameters.timeout_us / 10_000),
  ];
}
