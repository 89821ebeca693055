/**
 * The air between virtual controllers, in simulated time: who hears whose advertisements, who connects to whom, what is
 * lost. Everything follows from the seed.
 */
import type { VirtualClock } from '../board/clock';
import { Random } from '../traces/synth/random';
import { Controller, type ControllerOptions } from './controller';
import type { Link } from './link';

export interface AirOptions {
  readonly clock: VirtualClock;
  readonly seed: number;
  /** Share of packets lost, 0 to below 1. Default 0. */
  readonly loss?: number;
}

export class Air {
  readonly clock: VirtualClock;
  readonly random: Random;
  loss: number;
  readonly controllers: Controller[] = [];
  /** Links that were made, the closed ones as well. */
  readonly links: Link[] = [];

  constructor(options: AirOptions) {
    this.clock = options.clock;
    this.random = new Random(options.seed);
    this.loss = options.loss ?? 0;
  }

  controller(options: ControllerOptions): Controller {
    const controller = new Controller(this, options);
    this.controllers.push(controller);
    return controller;
  }

  /** An advertising event of `advertiser` goes out: every other controller may report it or connect. */
  advertised(advertiser: Controller): void {
    for (const listener of this.controllers) {
      if (listener === advertiser || (this.loss > 0 && this.random.uniform() < this.loss)) continue;
      listener.hear(advertiser);
      if (listener.wants(advertiser)) {
        this.links.push(listener.connect(advertiser));
        return;
      }
    }
  }
}
