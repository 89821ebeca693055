import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { hasDbus } from '../../../host-sim/browser/bus';
import { BROWSER_VARIABLE, findChromium } from '../../../host-sim/browser/chromium';
import { runsInFlash } from '../../../host-sim/soak/flash-truth';
import { Frame } from '../../../companion/client/frames';
import { INFORMATION, TRANSFER } from '../../../companion/client/uuids';
import { CADENCE_TARGET, FOOT, HEIGHT_cm } from '../../../firmware/record/settings';
import type { AirShoe } from '../../../host-sim/browser/air';
import { describeUpdates } from './updates';
import { FOREIGN, NAMES, until, World } from './world';

/** Everything the page has kept of one shoe, out of its database. */
interface Kept {
  readonly run: number;
  readonly bytes: readonly number[];
}

function keptOf(world: World, shoeName: string): Promise<Kept[]> {
  return world.page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((done, fail) => {
      const request = indexedDB.open('footfall');
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(new Error(String(request.error)));
    });
    const all = await new Promise<{ shoeName: string; entry: { run: number }; bytes: Uint8Array }[]>(
      (done) => {
        const request = database.transaction('recordings').objectStore('recordings').getAll();
        request.onsuccess = () => done(request.result as never);
      },
    );
    database.close();
    return all
      .filter((one) => one.shoeName === name)
      .map(({ entry, bytes }) => ({ run: entry.run, bytes: [...bytes] }))
      .sort((a, b) => a.run - b.run);
  }, shoeName);
}

/** What the shoe's flash has of the runs that are over. */
function truth({ shoe }: AirShoe): Kept[] {
  return [...runsInFlash(shoe.shoe.flash.image).values()]
    .filter(({ isOver }) => isOver)
    .map(({ run, stream }) => ({ run, bytes: [...stream] }))
    .sort((a, b) => a.run - b.run);
}

describe('the phone page, in a browser, over the real stack', function () {
  this.timeout(60_000);
  // Each goes on where the last one ended.
  this.bail(true);
  let world: World;
  const executable = findChromium();

  before(async function () {
    const missing = executable === undefined ? 'Chromium' : hasDbus() ? undefined : 'dbus-daemon';
    if (executable === undefined || missing !== undefined) {
      console.log(
        `    no ${missing} on this machine: the page is not tested in a browser (${BROWSER_VARIABLE} names one)`,
      );
      return this.skip();
    }
    this.timeout(120_000);
    world = await World.begin(executable);
  });
  after(async () => {
    await world?.end();
  });

  const choose = async (name: string | undefined) => {
    world.wanted = name;
    await world.show('#/shoes');
    await world.page.click('[data-action=choose]');
  };
  const problem = async (name: string) => {
    let told: string[] = [];
    const isTold = async () => {
      told = await world.page
        .locator('[data-problem]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-problem') ?? ''));
      return told.includes(name);
    };
    await until(name, isTold).catch(() => expect(told, 'problems the page tells').to.include(name));
  };
  const phase = (side: 'left' | 'right', wanted: string) =>
    world.page.waitForSelector(`[data-shoe="${NAMES[side]}"][data-phase=${wanted}]`);
  const synced = (side: 'left' | 'right') =>
    world.page.waitForSelector(`[data-shoe="${NAMES[side]}"] [data-sync=done]`, { timeout: 40_000 });

  it('says when there is no Bluetooth, and when nothing was chosen', async () => {
    world.bluez.plug(false);
    await choose(NAMES.left);
    await problem('bluetoothOff');
    world.bluez.plug(true);
    await until('Bluetooth on', () => world.page.evaluate(() => navigator.bluetooth.getAvailability()));
    await choose(undefined);
    await problem('nothingChosen');
  });

  it('turns away a sensor that is no shoe of ours', async () => {
    await choose(FOREIGN);
    await problem('wrongDevice');
    await world.page.getByText('Remove from the list').click();
    expect(await world.page.locator('[data-shoe]').count()).to.equal(0);
  });

  it('connects, pairs within the window, sets the time; fetches runs over a link that breaks and with a spoilt chunk', async () => {
    const { left } = world;
    let chunks = 0;
    let spoilt = 0;
    world.tamper = (_peer, uuid, value) => {
      if (uuid !== TRANSFER || value[0] !== Frame.Data || value.length < 100) return value;
      chunks++;
      // Walks out of reach in the midst of a run, once; a byte turns over, once.
      if (chunks === 30) left.rig.air.links.forEach((link) => (link.outOfReach = true));
      if (chunks !== 5) return value;
      spoilt++;
      const other = Uint8Array.from(value);
      other[50] ^= 0x10;
      return other;
    };
    left.shoe.start();
    await choose(NAMES.left);
    await phase('left', 'on');
    await phase('left', 'lost');
    await phase('left', 'on');
    await synced('left');
    expect(world.bluez.bonds).to.deep.equal([left.peer.address]);
    expect(spoilt).to.equal(1);
    const { clock } = left.shoe.shoe;
    const { record } = left.shoe.shoe.shoe;
    expect(record?.utc_ms(clock.now_us / 1000)).to.be.closeTo(Date.now(), 3000);
    const kept = await keptOf(world, NAMES.left);
    expect(kept).to.have.length(3);
    expect(kept).to.deep.equal(truth(left));
    // Gone on with, not begun anew: one frame was thrown away for the spoilt one and what was behind it, another with the link.
    const bytes = kept.reduce((sum, one) => sum + one.bytes.length, 0);
    expect(chunks * 400).to.be.lessThan(2 * bytes);
    for (const { run } of kept) expect(record?.state.releases.has(run), `run ${run} released`).to.equal(true);
  });

  it('shows live what the simulator has', async () => {
    await world.show('#/live');
    await world.page.waitForSelector('[data-state=heard]');
    const { live } = world.left.shoe.shoe.shoe;
    const shown = async () => {
      const [pace, cadence] = [await world.figure('pace'), await world.figure('cadence')];
      const seconds = Math.round(1000 / (Math.round((live.speed_mm_s / 1000) * 256) / 256));
      return (
        pace === `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` &&
        Number(cadence) === 2 * Math.round(live.footCadence_spm)
      );
    };
    await until('pace and cadence of the simulator', shown);
    await until('contact time of the simulator', async () => {
      const contact = Number(await world.figure('contact'));
      return Math.abs(contact - live.contact_ms) <= 8;
    });
    expect(['Heel', 'Midfoot', 'Forefoot']).to.include(await world.figure('strike'));
  });

  it('fills what the link missed from what the shoe counted', async () => {
    const { left, page } = world;
    const { live } = left.shoe.shoe.shoe;
    await page.getByText('Start anew').click();
    await until('a first measurement', async () => Number(await world.figure('distance')) >= 0.01);
    const lead_m = live.distance_mm / 1000 - 1000 * Number(await world.figure('distance'));
    left.rig.air.links.forEach((link) => (link.outOfReach = true));
    await page.waitForSelector('[data-state=gone]');
    const stood = await world.figure('distance');
    await page.waitForSelector('[data-state=heard]', { timeout: 30_000 });
    await until('the way gone meanwhile', async () => {
      const shown_m = 1000 * Number(await world.figure('distance'));
      return Math.abs(live.distance_mm / 1000 - lead_m - shown_m) < 12;
    });
    expect(Number(await world.figure('distance'))).to.be.greaterThan(Number(stood) + 0.01);
  });

  it('says what to do when the window is shut, and pairs after the gesture; both shoes are one runner', async () => {
    const { right } = world;
    right.shoe.start();
    await choose(NAMES.right);
    await problem('needsTaps');
    right.allowBonding(true);
    await world.page.click(`[data-shoe="${NAMES.right}"] [data-action=pair]`);
    await synced('right');
    expect(await keptOf(world, NAMES.right)).to.deep.equal(truth(right));
    await world.show('#/live');
    await until('a balance', async () => /^\d\d\.\d \/ \d\d\.\d$/.test(await world.figure('balance')));
    await world.show('#/history');
    await until('two runs of both feet', async () => (await world.page.locator('.runs li').count()) === 2);
    await world.page.locator('.runs a').first().click();
    expect(await world.figure('run-balance')).to.match(/^51\.\d \/ 4[89]\.\d$/);
    expect(await world.page.locator('.plot').count()).to.equal(5);
  });

  it('writes settings to the shoe', async () => {
    await world.show('#/shoes');
    const card = world.page.locator(`[data-shoe="${NAMES.left}"]`);
    await card.getByText('Settings of the shoe').click();
    await card.locator('[name=name]').fill('红鞋 left');
    await card.locator('[name=height_cm]').fill('181');
    await card.locator('[name=foot]').selectOption('2');
    await card.locator('[name=target]').selectOption({ index: 2 });
    await card.locator('[name=target-number]').fill('172');
    await card.locator('[data-action=save-settings]').click();
    await card.getByText('Saved.').waitFor();
    const { record } = world.left.shoe.shoe.shoe;
    const name = new Uint8Array(32);
    const length = record?.name(name) ?? 0;
    expect(new TextDecoder().decode(name.subarray(0, length))).to.equal('红鞋 left');
    expect(record?.setting(HEIGHT_cm)).to.equal(181);
    expect(record?.setting(FOOT)).to.equal(2);
    expect(record?.setting(CADENCE_TARGET)).to.equal(172);
    await card.locator('[name=name]').fill(NAMES.left);
    await card.locator('[name=foot]').selectOption('1');
    await card.locator('[data-action=save-settings]').click();
    await until('the foot as before', () => record?.setting(FOOT) === 1);
  });

  it('saves a run for other services, and everything; deletes it; has it back', async () => {
    const { page } = world;
    const saved = async (selector: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
      return { name: download.suggestedFilename(), path: await download.path() };
    };
    await world.show('#/history');
    await page.locator('.runs a').first().click();
    const fit = await saved('[data-export=fit]');
    expect(fit.name).to.match(/^footfall-2026-01-01-\d{4}\.fit$/);
    expect(readFileSync(fit.path).toString('latin1', 8, 12)).to.equal('.FIT');
    expect(readFileSync((await saved('[data-export=tcx]')).path, 'utf8')).to.include(
      '<TrainingCenterDatabase',
    );
    const before = [await keptOf(world, NAMES.left), await keptOf(world, NAMES.right)];
    await world.show('#/settings');
    const backup = await saved('[data-action=export-all]');
    await page.click('[data-action=delete-all]');
    await page.click('[data-action=delete-all-yes]');
    await until('nothing', async () => (await keptOf(world, NAMES.left)).length === 0);
    const told = page.locator('[data-told=import]');
    await page.setInputFiles('[data-action=import-all]', fit.path);
    await until('a refusal', async () => (await told.innerText()).includes('Nothing was changed'));
    await page.setInputFiles('[data-action=import-all]', backup.path);
    await until('6 new', async () => (await told.innerText()).startsWith('6 new'));
    expect([await keptOf(world, NAMES.left), await keptOf(world, NAMES.right)]).to.deep.equal(before);
  });

  describeUpdates(() => world);

  for (const theme of ['light', 'dark'] as const)
    it(`is accessible on every screen, ${theme}`, async () => {
      const { page } = world;
      await world.show('#/settings');
      await page.locator('[name=theme]').selectOption(theme);
      await page.locator('[name=language]').selectOption(theme === 'light' ? 'en' : 'zh-CN');
      for (const screen of ['live', 'history', 'progress', 'shoes', 'settings', 'run']) {
        await world.show(screen === 'run' ? '#/history' : `#/${screen}`);
        if (screen === 'run') await page.locator('.runs a').first().click();
        await page.locator('h1').waitFor();
        const found = await world.violations();
        expect(found, screen).to.deep.equal([]);
      }
    });

  it('knows a shoe of a newer protocol, and still shows its pace', async () => {
    const { page } = world;
    world.tamper = (_peer, uuid, value) =>
      uuid === INFORMATION ? Uint8Array.of(2, ...value.subarray(1)) : value;
    await world.show('#/shoes');
    const card = page.locator(`[data-shoe="${NAMES.left}"]`);
    await card.locator('[data-action=disconnect]').click();
    await card.locator('[data-action=connect]').click();
    await problem('newerShoe');
    await world.show('#/live');
    await page.waitForSelector('[data-state=heard]');
    world.tamper = (_peer, _uuid, value) => value;
  });

  it('starts without a network, with every run', async () => {
    const { page } = world;
    await page.evaluate(() => navigator.serviceWorker.ready);
    await world.unplug();
    await page.goto(`${world.url}#/history`);
    await page.reload();
    await until('two runs', async () => (await page.locator('.runs li').count()) === 2);
    await page.locator('.runs a').first().click();
    await page.locator('.plot canvas').first().waitFor();
  });

  it('says so when the browser has deleted its runs', async () => {
    const { page } = world;
    await page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase('footfall').onsuccess = done)));
    await page.reload();
    await page.locator('.notice', { hasText: '浏览器为腾出空间删除了本页面的记录' }).waitFor();
  });

  it('has complained of nothing on the way', () => {
    expect(world.complaints.filter((one) => !/net::ERR_/.test(one))).to.deep.equal([]);
  });
});
