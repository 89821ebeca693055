/** A browser with our page, and two shoes and a foreign sensor on the air: Chromium, D-Bus, BlueZ's stand-in, real host stacks. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { FOOT, STRIDE_DETAIL } from '../../../firmware/record/settings';
import { buildEspImage } from '../../../host-sim/board/esp-image';
import { FlashModel } from '../../../host-sim/board/flash';
import { flashedByCable } from '../../../host-sim/board/two-slots';
import {
  foreignSensor,
  shoeOnAir,
  updatingShoeOnAir,
  type AirShoe,
  type UpdatingAirShoe,
} from '../../../host-sim/browser/air';
import { BluezStandIn, type Peer } from '../../../host-sim/browser/bluez';
import { startBus, type PrivateBus } from '../../../host-sim/browser/bus';
import { answerChooser, startChromium } from '../../../host-sim/browser/chromium';
import { servePage } from '../../../host-sim/demo/page-server';
import { todaysRun, type Side } from '../../../host-sim/demo/runner';
import { firmwareFile, newKey, publicPoint } from '../../../host-sim/ota/file';
import type { Maker } from '../../../host-sim/ota/life';
import { Life, RUN, WALK } from '../../../host-sim/powercut/life';
import { synthesise } from '../../../host-sim/traces/synth';

export const FOREIGN = 'Other pod';
/** `slots`: a shoe that takes firmware, and has no name of its own. */
export const NAMES = { left: 'Footfall L', right: 'Footfall R', slots: 'Footfall' } as const;
/** Time on the run of today before the browser comes, s: she is running, and the bonding window is open for some time yet. */
const ON_HER_WAY_s = 30;
const WINDOW_IS_SHUT_s = 75;

/** A memory with two runs and a walk, for each foot those of the same outings. */
function memory(side: Side): Uint8Array {
  const flash = new FlashModel();
  const life = new Life(flash);
  life.record.set(FOOT, side === 'left' ? 1 : 2);
  life.record.setName(new TextEncoder().encode(NAMES[side]));
  // Long streams for tests that cut them.
  life.record.set(STRIDE_DETAIL, 1);
  life.setTime(60);
  const run = { ...RUN, contact_ms: side === 'left' ? 255 : 245 };
  life.go(700, run).stand(240).go(500, WALK).stand(240).go(1400, run).stand(240);
  life.record.settle();
  return flash.image;
}

const key = newKey();
const MAKER: Maker = { chip: 5, board: 'test-board', keys: [publicPoint(key).toString('hex')] };
const IMAGE_BYTES = 40_000;

/** A firmware file that the shoe with slots takes. */
export function release(version: string, board = MAKER.board): Buffer {
  return firmwareFile(
    buildEspImage(MAKER.chip, version, IMAGE_BYTES),
    { chip: MAKER.chip, board, version },
    key,
  );
}

/** What the tests use of axe-core, which runs in the page. */
interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

export type Tamper = (peer: Peer, uuid: string, value: Uint8Array) => Uint8Array;

export class World {
  /** The name the chooser is answered with; undefined cancels. */
  wanted: string | undefined;
  tamper: Tamper = (_peer, _uuid, value) => value;
  /** What the page said on its console besides what was expected, and errors nobody caught. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly bus: PrivateBus,
    readonly left: AirShoe,
    readonly right: AirShoe,
    readonly slots: UpdatingAirShoe,
    private readonly foreign: { close(): void },
    readonly bluez: BluezStandIn,
    private readonly site: Awaited<ReturnType<typeof servePage>>,
    readonly browser: Browser,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async begin(executablePath: string): Promise<World> {
    const site = await servePage(0);
    const bus = await startBus();
    const shoe = (side: Side, number: number, head_s: number) =>
      shoeOnAir({ name: side, number, head_s, source: synthesise(todaysRun(side)), flash: memory(side) });
    const left = await shoe('left', 1, ON_HER_WAY_s);
    const right = await shoe('right', 2, WINDOW_IS_SHUT_s);
    const foreign = await foreignSensor(3, FOREIGN);
    const slots = await updatingShoeOnAir({
      number: 4,
      motion: synthesise({ name: 'stand', segments: [{ kind: 'stand', duration_s: 10 }] }),
      maker: MAKER,
      images: flashedByCable(buildEspImage(MAKER.chip, '1.0.0', IMAGE_BYTES)),
    });
    const peers = [left.peer, right.peer, foreign.peer, slots.peer];
    const made: { world?: World } = {};
    const bluez = await BluezStandIn.serve(bus.address, peers, {
      tamper: (peer, uuid, value) => made.world?.tamper(peer, uuid, value) ?? value,
    });
    const browser = await startChromium(executablePath, bus.address);
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
    const page = await context.newPage();
    const world = (made.world = new World(
      bus,
      left,
      right,
      slots,
      foreign,
      bluez,
      site,
      browser,
      context,
      page,
    ));
    await world.open();
    return world;
  }

  get url(): string {
    return this.site.url;
  }

  /** Stops the page's server: what is there is what the browser has kept. */
  unplug(): Promise<unknown> {
    const { server } = this.site;
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  }

  show(hash: string): Promise<void> {
    return this.page.evaluate((to) => {
      location.hash = to;
    }, hash);
  }

  /** The page's own card of a shoe. */
  card(side: 'left' | 'right') {
    return this.page.locator('[data-shoe]').nth(side === 'left' ? 0 : 1);
  }

  /** A number that a screen shows. */
  figure(name: string): Promise<string> {
    return this.page.locator(`[data-figure=${name}] b`).innerText();
  }

  /** What axe-core finds on the screen that is shown, of WCAG 2.2 A and AA. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    return this.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: Axe };
      const { violations } = await axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  }

  async end(): Promise<void> {
    await this.browser.close();
    this.bluez.close();
    for (const one of [this.left, this.right, this.slots, this.foreign]) one.close();
    this.site.server.closeAllConnections();
    this.site.server.close();
    this.bus.close();
  }

  private async open(): Promise<void> {
    const { page } = this;
    page.on('pageerror', (error) => this.complaints.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await page.goto(this.url);
    await answerChooser(this.context, page, () => this.wanted);
  }
}

/** Waits until something is so. @throws Error with `what` after `most_ms` */
export async function until(
  what: string,
  so: () => Promise<boolean> | boolean,
  most_ms = 20_000,
): Promise<void> {
  const end_ms = performance.now() + most_ms;
  while (!(await so())) {
    if (performance.now() > end_ms) throw new Error(`waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
