/**
 * A watch or phone with a real host stack (ble-host) over a virtual controller. Requests give promises, which are kept while
 * `Rig.run` lets simulated time pass.
 */
import type { VirtualClock } from '../board/clock';
import type {
  AddressType,
  AdvertisingReport,
  BleHost,
  BleManager,
  ConnectParameters,
} from './ble-host-types';
import { clampMtu } from './clamp-mtu';
import type { Controller } from './controller';
import { StackLink } from './stack-link';

export interface CentralOptions {
  readonly clock: VirtualClock;
  readonly stack: BleHost;
  readonly controller: Controller;
  /** Largest ATT MTU it agrees to, 23 to 517. Default 517. */
  readonly mtu?: number;
  /** Called when a promise was kept or broken, so that who awaits it can go on. */
  readonly settled: () => void;
}

export interface Heard {
  readonly type: AddressType;
  readonly address: string;
  readonly connectable: boolean;
  /** AD type to value, advertising data and scan response together. */
  readonly items: ReadonlyMap<number, Buffer>;
}

export class StackCentral {
  private manager: BleManager | undefined;

  constructor(private readonly options: CentralOptions) {}

  start(): Promise<void> {
    const { stack, controller, settled } = this.options;
    const transport = clampMtu(controller.transport, this.options.mtu ?? 517);
    return new Promise((keep, fail) =>
      stack.BleManager.create(transport, {}, (error, manager) => {
        settled();
        if (error) return fail(error);
        manager.on('error', () => undefined);
        this.manager = manager;
        keep();
      }),
    );
  }

  /** The first advertisement that passes. */
  scan(passes: (heard: Heard) => boolean = () => true): Promise<Heard> {
    return new Promise((keep) => {
      const scanner = this.started.startScan({ activeScan: true });
      scanner.on('report', (report: AdvertisingReport) => {
        const heard = {
          type: report.addressType,
          address: report.address,
          connectable: report.connectable,
          items: new Map(report.rawDataItems.map(({ type, data }) => [type, data])),
        };
        if (!passes(heard)) return;
        scanner.stopScan();
        this.options.settled();
        keep(heard);
      });
    });
  }

  connect(
    to: { type: AddressType; address: string },
    parameters: ConnectParameters = {},
  ): Promise<StackLink> {
    return new Promise((keep) =>
      this.started.connect(to.type, to.address, parameters, (connection) => {
        this.options.settled();
        keep(new StackLink(connection, this.options.settled));
      }),
    );
  }

  /** Takes its stack down and leaves the air. */
  close(): void {
    this.options.controller.leave();
  }

  /** Forgets the bond with a shoe it is not connected to. */
  forget(address: { type: AddressType; address: string }): void {
    this.started.removeBond(address.type, address.address);
  }

  private get started(): BleManager {
    if (!this.manager) throw new Error('central: not started');
    return this.manager;
  }
}
