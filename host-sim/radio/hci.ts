/**
 * Numbers and bytes of the Host Controller Interface. SIG names.
 * Source: Bluetooth Core specification, Vol 4 Part E, sections 5.4 (packets), 7.1 to 7.8; errors Vol 1 Part F.
 */

export const PacketType = Object.freeze({ Command: 1, AclData: 2, Event: 4 });

export const Opcode = Object.freeze({
  Disconnect: 0x0406,
  ReadRemoteVersionInformation: 0x041d,
  SetEventMask: 0x0c01,
  Reset: 0x0c03,
  ReadLocalVersionInformation: 0x1001,
  ReadBufferSize: 0x1005,
  ReadBdAddr: 0x1009,
  LeSetEventMask: 0x2001,
  LeReadBufferSize: 0x2002,
  LeReadLocalSupportedFeatures: 0x2003,
  LeSetRandomAddress: 0x2005,
  LeSetAdvertisingParameters: 0x2006,
  LeSetAdvertisingData: 0x2008,
  LeSetScanResponseData: 0x2009,
  LeSetAdvertisingEnable: 0x200a,
  LeSetScanParameters: 0x200b,
  LeSetScanEnable: 0x200c,
  LeCreateConnection: 0x200d,
  LeCreateConnectionCancel: 0x200e,
  LeReadFilterAcceptListSize: 0x200f,
  LeClearFilterAcceptList: 0x2010,
  LeAddDeviceToFilterAcceptList: 0x2011,
  LeRemoveDeviceFromFilterAcceptList: 0x2012,
  LeConnectionUpdate: 0x2013,
  LeReadRemoteFeatures: 0x2016,
  LeEnableEncryption: 0x2019,
  LeLongTermKeyRequestReply: 0x201a,
  LeLongTermKeyRequestNegativeReply: 0x201b,
  LeReadSupportedStates: 0x201c,
});

export const EventCode = Object.freeze({
  DisconnectionComplete: 0x05,
  EncryptionChange: 0x08,
  ReadRemoteVersionInformationComplete: 0x0c,
  CommandComplete: 0x0e,
  CommandStatus: 0x0f,
  NumberOfCompletedPackets: 0x13,
  LeMeta: 0x3e,
});

export const LeSubevent = Object.freeze({
  ConnectionComplete: 1,
  AdvertisingReport: 2,
  ConnectionUpdateComplete: 3,
  ReadRemoteFeaturesComplete: 4,
  LongTermKeyRequest: 5,
});

export const HciError = Object.freeze({
  Success: 0,
  UnknownCommand: 0x01,
  UnknownConnection: 0x02,
  PinOrKeyMissing: 0x06,
  ConnectionTimeout: 0x08,
  ConnectionLimitExceeded: 0x09,
  CommandDisallowed: 0x0c,
  RemoteUserTerminated: 0x13,
  TerminatedByLocalHost: 0x16,
  MicFailure: 0x3d,
});

/** Bluetooth 5.0, as Read Local Version Information numbers it. */
export const VERSION_5_0 = 9;
/** LE features told: LE Encryption (bit 0) and LE Data Packet Length Extension (bit 5). */
export const LE_FEATURES: readonly number[] = Object.freeze([0x21, 0, 0, 0, 0, 0, 0, 0]);

export function u16(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff];
}

export function eventPacket(code: number, parameters: readonly number[]): Buffer {
  return Buffer.from([PacketType.Event, code, parameters.length, ...parameters]);
}

/** `first` begins a new L2CAP frame (packet boundary flag 2), else continues one (1). */
export function aclPacket(handle: number, first: boolean, data: Buffer): Buffer {
  const header = [PacketType.AclData, ...u16(handle | ((first ? 2 : 1) << 12)), ...u16(data.length)];
  return Buffer.concat([Buffer.from(header), data]);
}

/** "C0:DE:00:00:00:01" as the six bytes of HCI, lowest first. */
export function addressBytes(address: string): Buffer {
  return Buffer.from(address.replaceAll(':', ''), 'hex').reverse();
}
