/**
 * Shoes and centrals on one virtual air, each with a real host stack, in simulated time. ble-host acts only when it is given
 * a packet or a timer of its runs out, and both come from the virtual clock: so the stacks, the air and the shoe advance
 * together, event by event, and every run of a seed is the same.
 */
import type { GattServerConstructor } from '../../firmware/io/gatt';
import { VirtualClock } from '../board/clock';
import { Air } from './air';
import { bleHost } from './ble-host';
import { StackCentral } from './central';
import type { Controller } from './controller';
import { ScenarioClock } from './scenario-clock';
import type { BondedPeer } from './served-connection';
import { stackServer } from './stack-server';

export const SHOE_ADDRESS = 'C0:DE:00:00:00:01';

export interface RigOptions {
  readonly seed?: number;
  readonly loss?: number;
  /** The shoe's longest packet payload, 27 to 251. */
  readonly dataLength?: number;
  readonly clock?: VirtualClock;
}

export interface RigCentralOptions {
  readonly mtu?: number;
  readonly dataLength?: number;
  readonly packetsPerEvent?: number;
  /** Last byte of its address. Default: the next free. */
  readonly number?: number;
}

export class Rig {
  readonly clock: VirtualClock;
  readonly air: Air;
  readonly shoeController: Controller;
  /** The shoe's bonds: path to content, as the stack stores them. */
  readonly shoeBonds = new Map<string, string>();
  /** Whom the shoe has a bond with, oldest first. */
  readonly bonded: BondedPeer[] = [];
  /** To hand to the firmware. */
  readonly server: GattServerConstructor;
  private readonly seed: number;
  private readonly time: ScenarioClock;
  private centrals = 0;

  constructor(options: RigOptions = {}) {
    this.seed = options.seed ?? 1;
    this.clock = options.clock ?? new VirtualClock();
    this.time = new ScenarioClock(this.clock);
    this.air = new Air({ clock: this.clock, seed: this.seed, loss: options.loss });
    this.shoeController = this.air.controller({ address: SHOE_ADDRESS, dataLength: options.dataLength });
    this.server = stackServer({
      clock: this.clock,
      stack: bleHost({ clock: this.clock, seed: this.seed + 1, bonds: this.shoeBonds }),
      controller: this.shoeController,
      address: SHOE_ADDRESS,
      bonded: this.bonded,
    });
  }

  /** A phone or watch, its stack running. */
  async central(options: RigCentralOptions = {}): Promise<StackCentral> {
    const number = options.number ?? ++this.centrals;
    const { clock } = this;
    const central = new StackCentral({
      clock,
      stack: bleHost({ clock, seed: this.seed + 100 + number, bonds: new Map() }),
      controller: this.air.controller({
        address: `00:AA:01:00:00:${number.toString(16).padStart(2, '0')}`,
        dataLength: options.dataLength,
        packetsPerEvent: options.packetsPerEvent,
      }),
      mtu: options.mtu,
      settled: this.time.settle,
    });
    await central.start();
    return central;
  }

  /** Lets `ms` of simulated time pass, from within `run`. */
  sleep(ms: number): Promise<void> {
    return this.time.sleep(ms);
  }

  /** Runs `scenario` to its end, letting simulated time pass event by event. Throws as `ScenarioClock.run`. */
  run<T>(scenario: () => Promise<T>): Promise<T> {
    return this.time.run(scenario);
  }

  /** Takes the stacks down, so that nothing of them is left. */
  close(): void {
    for (const controller of this.air.controllers) controller.close();
  }
}
