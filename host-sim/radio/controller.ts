/**
 * A virtual LE controller: takes HCI packets from a host stack, gives HCI packets back, and speaks to other controllers over
 * the virtual air. Knows the commands a legacy-advertising LE host needs; answers any other with Unknown Command.
 * Source: Bluetooth Core specification, Vol 4 Part E.
 */
import { EventEmitter } from 'node:events';
import { ADV_IND, Advertiser } from './advertiser';
import type { Air } from './air';
import { AirMeter } from './air-meter';
import {
  aclPacket,
  addressBytes,
  EventCode,
  eventPacket,
  HciError,
  LE_FEATURES,
  LeSubevent,
  Opcode,
  PacketType,
  u16,
  VERSION_5_0,
} from './hci';
import { Link } from './link';
import { linkCommand, parameterBytes } from './link-procedures';

/** First connection handle given; any number up to 0x0EFF does. */
const FIRST_HANDLE = 0x40;
/** Event type of a scan response in an advertising report. */
const SCAN_RESPONSE = 4;
/** dBm, told with every report. */
const RSSI = -56;
export interface ControllerOptions {
  /** Public address, "00:AA:01:00:00:02". */
  readonly address: string;
  /** Longest payload of a data packet, bytes: 27 (no data length extension) to 251. Default 251. */
  readonly dataLength?: number;
  /** As a central: most packets it sends in one connection event. Default no limit but the interval. */
  readonly packetsPerEvent?: number;
  /** Packets the host may have waiting here. Default 8. */
  readonly buffers?: number;
  /** Default 3, as NimBLE's. */
  readonly maximumConnections?: number;
}

interface Initiation {
  readonly useList: boolean;
  readonly peer: string;
  readonly interval_us: number;
  readonly latency: number;
  readonly timeout_us: number;
}

/** What a host stack is given: HCI packets with their type byte, both ways. */
export class HciTransport extends EventEmitter {
  constructor(private readonly controller: Controller) {
    super();
  }

  write(packet: Buffer): void {
    this.controller.take(Buffer.from(packet));
  }
}

export class Controller {
  readonly transport = new HciTransport(this);
  readonly meter = new AirMeter();
  readonly dataLength: number;
  readonly packetsPerEvent: number;
  readonly links = new Map<number, Link>();
  readonly advertiser: Advertiser;

  private readonly public: Buffer;
  private random: Buffer | undefined;
  private readonly buffers: number;
  private readonly maximumConnections: number;
  private ownAddressType = 0;
  private scanning = false;
  private activeScan = false;
  private initiation: Initiation | undefined;
  private readonly acceptList = new Set<string>();

  constructor(
    private readonly air: Air,
    options: ControllerOptions,
  ) {
    this.advertiser = new Advertiser(air, this);
    this.public = addressBytes(options.address);
    this.dataLength = options.dataLength ?? 251;
    this.packetsPerEvent = options.packetsPerEvent ?? Infinity;
    this.buffers = options.buffers ?? 8;
    this.maximumConnections = options.maximumConnections ?? 3;
  }

  /** Type and address, as they go over the air. */
  get address(): number[] {
    const random = this.random;
    return (this.ownAddressType & 1) !== 0 && random ? [1, ...random] : [0, ...this.public];
  }

  /** No connection is free. */
  get isFull(): boolean {
    return this.links.size >= this.maximumConnections;
  }

  /** The transport is gone: the host stops. */
  close(): void {
    this.advertiser.stop();
    this.scanning = false;
    this.initiation = undefined;
    for (const link of [...this.links.values()])
      link.drop(HciError.RemoteUserTerminated, HciError.RemoteUserTerminated);
    this.transport.emit('close');
    this.transport.removeAllListeners();
  }

  /** Closes, and is heard and hears no more. */
  leave(): void {
    this.close();
    const { controllers } = this.air;
    const place = controllers.indexOf(this);
    if (place >= 0) controllers.splice(place, 1);
  }

  take(packet: Buffer): void {
    if (packet[0] === PacketType.AclData) this.takeData(packet);
    else this.command(packet.readUInt16LE(1), packet.subarray(4));
  }

  /** The peer has a packet of the host. */
  completed(handle: number): void {
    this.event(EventCode.NumberOfCompletedPackets, [1, ...u16(handle), ...u16(1)]);
  }

  received(handle: number, first: boolean, data: Buffer): void {
    this.toHost(aclPacket(handle, first, data));
  }

  disconnected(handle: number, reason: number): void {
    this.links.delete(handle);
    this.event(EventCode.DisconnectionComplete, [HciError.Success, ...u16(handle), reason]);
  }

  hear(advertiser: Controller): void {
    if (!this.scanning) return;
    const report = (type: number, data: Buffer) =>
      this.le(LeSubevent.AdvertisingReport, [
        1,
        type,
        ...advertiser.address,
        data.length,
        ...data,
        RSSI & 0xff,
      ]);
    const { type, data, scanResponse } = advertiser.advertiser;
    report(type, data);
    if (this.activeScan && type === ADV_IND) report(SCAN_RESPONSE, scanResponse);
  }

  wants(advertiser: Controller): boolean {
    const { initiation } = this;
    if (!initiation || advertiser.advertiser.type !== ADV_IND) return false;
    const peer = key(advertiser.address);
    return initiation.useList ? this.acceptList.has(peer) : initiation.peer === peer;
  }

  connect(advertiser: Controller): Link {
    const { initiation } = this;
    if (!initiation) throw new Error('virtual controller: not initiating');
    this.initiation = undefined;
    advertiser.advertiser.stop();
    const [handle, peerHandle] = [this.freeHandle(), advertiser.freeHandle()];
    const link = new Link(
      this.air,
      { controller: this, handle },
      { controller: advertiser, handle: peerHandle },
      initiation,
    );
    this.links.set(handle, link);
    advertiser.links.set(peerHandle, link);
    const parameters = parameterBytes(initiation);
    this.le(LeSubevent.ConnectionComplete, [0, ...u16(handle), 0, ...advertiser.address, ...parameters, 0]);
    advertiser.le(LeSubevent.ConnectionComplete, [
      0,
      ...u16(peerHandle),
      1,
      ...this.address,
      ...parameters,
      0,
    ]);
    return link;
  }

  private freeHandle(): number {
    let handle = FIRST_HANDLE;
    while (this.links.has(handle)) handle++;
    return handle;
  }

  private takeData(packet: Buffer): void {
    const flags = packet.readUInt16LE(1);
    const link = this.links.get(flags & 0xfff);
    // Packet boundary 0 and 2 begin a frame, 1 continues it.
    link?.endOf(this).send(packet.subarray(5), ((flags >> 12) & 3) !== 1, link.dataLength);
  }

  private toHost(packet: Buffer): void {
    this.air.clock.at(this.air.clock.now_us, () => this.transport.emit('data', packet));
  }

  event(code: number, parameters: readonly number[]): void {
    this.toHost(eventPacket(code, parameters));
  }

  le(subevent: number, parameters: readonly number[]): void {
    this.event(EventCode.LeMeta, [subevent, ...parameters]);
  }

  complete(opcode: number, status: number, returned: readonly number[] = []): void {
    this.event(EventCode.CommandComplete, [1, ...u16(opcode), status, ...returned]);
  }

  status(opcode: number, status: number): void {
    this.event(EventCode.CommandStatus, [status, 1, ...u16(opcode)]);
  }

  private command(opcode: number, data: Buffer): void {
    if (this.setting(opcode, data)) this.complete(opcode, HciError.Success);
    else if (
      !this.reading(opcode) &&
      !this.initiating(opcode, data) &&
      !linkCommand(this, this.air.clock, opcode, data)
    )
      this.complete(opcode, HciError.UnknownCommand);
  }

  /** Commands that set something and have only a status to tell. */
  private setting(opcode: number, data: Buffer): boolean {
    switch (opcode) {
      case Opcode.Reset:
        this.advertiser.stop();
        this.scanning = false;
        return true;
      case Opcode.LeSetRandomAddress:
        this.random = Buffer.from(data);
        return true;
      case Opcode.LeSetAdvertisingParameters:
        this.advertiser.configure(data);
        this.ownAddressType = data[5];
        return true;
      case Opcode.LeSetAdvertisingData:
        this.advertiser.data = Buffer.from(data.subarray(1, 1 + data[0]));
        return true;
      case Opcode.LeSetScanResponseData:
        this.advertiser.scanResponse = Buffer.from(data.subarray(1, 1 + data[0]));
        return true;
      case Opcode.LeSetAdvertisingEnable:
        if (data[0] === 0) this.advertiser.stop();
        else this.advertiser.start();
        return true;
      case Opcode.LeSetScanParameters:
        this.activeScan = data[0] === 1;
        return true;
      case Opcode.LeSetScanEnable:
        this.scanning = data[0] === 1;
        return true;
      case Opcode.LeClearFilterAcceptList:
        this.acceptList.clear();
        return true;
      case Opcode.LeAddDeviceToFilterAcceptList:
        this.acceptList.add(key(data));
        return true;
      case Opcode.LeRemoveDeviceFromFilterAcceptList:
        this.acceptList.delete(key(data));
        return true;
      default:
        return opcode === Opcode.SetEventMask || opcode === Opcode.LeSetEventMask;
    }
  }

  private reading(opcode: number): boolean {
    const answer = this.answer(opcode);
    if (answer) this.complete(opcode, HciError.Success, answer);
    return answer !== undefined;
  }

  private answer(opcode: number): readonly number[] | undefined {
    switch (opcode) {
      case Opcode.ReadBdAddr:
        return [...this.public];
      case Opcode.ReadLocalVersionInformation:
        return [VERSION_5_0, 0, 0, VERSION_5_0, 0xff, 0xff, 0, 0];
      case Opcode.ReadBufferSize:
      case Opcode.LeReadBufferSize:
        // A packet of the host as long as the longest packet on the air.
        return opcode === Opcode.LeReadBufferSize
          ? [...u16(251), this.buffers]
          : [...u16(251), 0, ...u16(8), 0, 0];
      case Opcode.LeReadLocalSupportedFeatures:
        return LE_FEATURES;
      case Opcode.LeReadFilterAcceptListSize:
        return [8];
      case Opcode.LeReadSupportedStates:
        // All combinations of Vol 4 Part E 7.8.27.
        return [0xff, 0xff, 0xff, 0xff, 0xff, 0x03, 0, 0];
      default:
        return undefined;
    }
  }

  private initiating(opcode: number, data: Buffer): boolean {
    if (opcode === Opcode.LeCreateConnection) {
      const full = this.isFull;
      if (full || this.initiation) {
        this.status(opcode, full ? HciError.ConnectionLimitExceeded : HciError.CommandDisallowed);
        return true;
      }
      this.initiation = {
        useList: data[4] === 1,
        peer: key(data.subarray(5, 12)),
        interval_us: data.readUInt16LE(15) * 1250,
        latency: data.readUInt16LE(17),
        timeout_us: data.readUInt16LE(19) * 10_000,
      };
      this.status(opcode, HciError.Success);
      return true;
    }
    if (opcode !== Opcode.LeCreateConnectionCancel) return false;
    this.complete(opcode, this.initiation ? HciError.Success : HciError.CommandDisallowed);
    if (this.initiation) {
      this.initiation = undefined;
      this.le(LeSubevent.ConnectionComplete, [HciError.UnknownConnection, ...new Array<number>(17).fill(0)]);
    }
    return true;
  }
}

/** Address type and address as text, to compare by. */
function key(address: readonly number[] | Buffer): string {
  return Buffer.from(address).toString('hex');
}
