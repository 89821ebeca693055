/** The part of ble-host's interface that the rig uses, from the package's documentation (docs/api). */
import type { EventEmitter } from 'node:events';
import type { HciTransport } from './controller';

export interface BleHost {
  readonly BleManager: {
    create(
      transport: HciTransport,
      options: { staticRandomAddress?: string },
      done: (error: Error | null, manager: BleManager) => void,
    ): void;
  };
}

export type AddressType = 'public' | 'random';

export interface AdvertisingReport {
  readonly connectable: boolean;
  readonly addressType: AddressType;
  readonly address: string;
  readonly rawDataItems: readonly { readonly type: number; readonly data: Buffer }[];
}

export interface ConnectParameters {
  /** 1.25 ms each. */
  connIntervalMin?: number;
  connIntervalMax?: number;
  connLatency?: number;
  /** 10 ms each. */
  supervisionTimeout?: number;
}

export interface BleManager extends EventEmitter {
  readonly gattDb: {
    setDeviceName(name: string): void;
    setAppearance(appearance: number): void;
    addServices(services: readonly ServerService[]): void;
  };
  startScan(parameters: { activeScan?: boolean }): EventEmitter & { stopScan(): void };
  connect(
    type: AddressType,
    address: string,
    parameters: ConnectParameters,
    done: (connection: StackConnection) => void,
  ): { cancel(done: () => void): void };
  removeBond(type: AddressType, address: string): void;
  setAdvertisingData(data: Buffer): void;
  setScanResponseData(data: Buffer): void;
  startAdvertising(
    parameters: { intervalMin?: number; intervalMax?: number; advertisingType?: string },
    done: (status: number, connection: StackConnection | undefined) => void,
  ): void;
  stopAdvertising(): void;
}

export interface StackConnection extends EventEmitter {
  readonly id: string;
  readonly disconnected: boolean;
  readonly peerAddressType: AddressType;
  readonly peerAddress: string;
  readonly peerIdentityAddressType: AddressType | null;
  readonly peerIdentityAddress: string | null;
  readonly gatt: ClientGatt;
  readonly smp: SecurityManager;
  disconnect(reason?: number): void;
  updateConnParams(parameters: ConnectParameters, done?: (status: number) => void): void;
}

export interface PairingFeatures {
  ioCap?: number;
  bondingFlags?: number;
  mitm?: boolean;
  sc?: boolean;
}

export interface SecurityManager extends EventEmitter {
  readonly isEncrypted: boolean;
  readonly isBonded: boolean;
  readonly hasLtk: boolean;
  readonly currentEncryptionLevel: {
    readonly mitm: boolean;
    readonly sc: boolean;
    readonly keySize: number;
  } | null;
  startEncryption(): boolean;
  sendPairingRequest(features: PairingFeatures): boolean;
  sendPairingFailed(reason: number): void;
}

export type AttDone = (error: number, value: Buffer) => void;

export interface ClientGatt extends EventEmitter {
  readonly currentMtu: number;
  exchangeMtu(done: (error: number) => void): void;
  discoverAllPrimaryServices(done: (services: readonly ClientService[]) => void): void;
  readUsingCharacteristicUuid(
    start: number,
    end: number,
    uuid: number,
    done: (error: number, list: readonly { attributeHandle: number; attributeValue: Buffer }[]) => void,
  ): void;
  beginReliableWrite(): void;
  commitReliableWrite(done: (error: number) => void): void;
}

export interface ClientService {
  readonly uuid: string;
  readonly startHandle: number;
  readonly endHandle: number;
  discoverCharacteristics(done: (characteristics: readonly ClientCharacteristic[]) => void): void;
}

export interface ClientCharacteristic extends EventEmitter {
  readonly uuid: string;
  readonly properties: Readonly<Record<string, boolean>>;
  readonly declarationHandle: number;
  readonly valueHandle: number;
  discoverDescriptors(done: (descriptors: readonly ClientDescriptor[]) => void): void;
  read(done: AttDone): void;
  readShort(done: AttDone): void;
  readLong(offset: number, done: AttDone): void;
  write(value: Buffer, done: (error: number) => void): void;
  writeLong(value: Buffer, offset: number, done: (error: number) => void): void;
  writeWithoutResponse(value: Buffer, sent?: () => void): void;
  writeCCCD(notify: boolean, indicate: boolean, done: (error: number) => void): void;
}

export interface ClientDescriptor {
  readonly uuid: string;
  readonly handle: number;
  read(done: AttDone): void;
  write(value: Buffer, done: (error: number) => void): void;
}

export interface ServerDescriptor {
  uuid: number;
  maxLength: number;
  readPerm: string;
  writePerm: string;
}

export interface ServerCharacteristic {
  uuid: string | number;
  properties: string[];
  readPerm?: string;
  writePerm?: string;
  descriptors?: ServerDescriptor[];
  onRead?(connection: StackConnection, done: (error: number, value?: Buffer) => void): void;
  onWrite?(
    connection: StackConnection,
    needsResponse: boolean,
    value: Buffer,
    done: (error: number) => void,
  ): void;
  onSubscriptionChange?(
    connection: StackConnection,
    notification: boolean,
    indication: boolean,
    isWrite: boolean,
  ): void;
  /** Added by the stack. */
  notify?(connection: StackConnection, value: Buffer, sent: () => void): boolean;
  indicate?(connection: StackConnection, value: Buffer, confirmed: () => void): boolean;
}

export interface ServerService {
  uuid: string | number;
  characteristics: ServerCharacteristic[];
}
