/** New firmware through the page, in the browser: part of the walk of page.test.ts. */
import { expect } from 'chai';
import { CONTROL_POINT } from '../../../companion/client/uuids';
import { NAMES, release, until, type World } from './world';

const BEGIN_UPDATE = 0x40;
/** A folder to leave pictures of the screen in, for whoever wants to look at it. */
const PICTURES = process.env.FOOTFALL_PICTURES;

const LOOKS = [
  ['dark', 'zh-CN', '固件'],
  ['light', 'en', 'Firmware'],
] as const;

export function describeUpdates(world: () => World): void {
  const card = () => world().page.locator(`[data-shoe="${NAMES.slots}"]`);
  const stage = (wanted: string) => card().locator(`[data-update=${wanted}]`).waitFor();
  const choose = (name: string, buffer: Buffer) =>
    card()
      .locator('[data-action=firmware-file]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  const act = (name: string) => card().locator(`[data-action=firmware-${name}]`).click();
  const problem = (name: string) => card().locator(`[data-update-problem=${name}]`).waitFor();
  const picture = async (name: string) => {
    if (PICTURES) await card().screenshot({ path: `${PICTURES}/${name}.png` });
  };

  it('shows what a firmware file is before it is sent, and refuses what is none or not for this shoe', async () => {
    const { page, slots } = world();
    slots.start();
    world().wanted = NAMES.slots;
    await world().show('#/shoes');
    await page.click('[data-action=choose]');
    await card().locator('[data-sync=done]').waitFor();
    await card().getByText('Firmware', { exact: true }).click();
    await card().getByText('Version 1.0.0 runs in this shoe.').waitFor();
    await choose('notes.txt', Buffer.from('not firmware'));
    await problem('notFirmware');
    expect(await card().locator('[data-action=firmware-send]').count()).to.equal(0);
    await choose('other.ffup', release('1.1.0', 'another-board'));
    await card().getByText('another-board (ESP32-C3)').waitFor();
    await act('send');
    await problem('notForThisShoe');
    expect(slots.it.shoe?.record).to.not.equal(undefined);
  });

  it('sends firmware over a link that breaks, restarts into it, and fetches runs as before', async () => {
    const { page, slots } = world();
    await choose('footfall-1.1.0.ffup', release('1.1.0'));
    await stage('chosen');
    await card().getByText('Nothing has been sent yet.').waitFor();
    const begun: number[] = [];
    world().tamper = (_peer, uuid, value) => {
      if (uuid === CONTROL_POINT && value[1] === BEGIN_UPDATE) begun.push(value[3] | (value[4] << 8));
      return value;
    };
    await act('send');
    await stage('sending');
    const sent = () =>
      page.evaluate(() => document.querySelector<HTMLProgressElement>('[data-update] progress')?.value);
    await until('12 KB', async () => ((await sent()) ?? 0) > 12_000);
    expect(await card().locator('[data-action=sync]').isDisabled()).to.equal(true);
    await picture('sending');
    slots.rig.air.links.forEach((link) => (link.outOfReach = true));
    await stage('paused');
    await problem('linkLost');
    expect(await world().violations()).to.deep.equal([]);
    // Goes on by itself, and not from the beginning.
    await stage('checked');
    expect(begun).to.have.length(2);
    expect(begun[0]).to.equal(0);
    expect(begun[1]).to.be.greaterThan(12_000);
    world().tamper = (_peer, _uuid, value) => value;
    await card().locator('[data-action=sync]').click();
    await card().locator('[data-sync=done]').waitFor();
    for (const [theme, language, title] of LOOKS) {
      await world().show('#/settings');
      await page.locator('[name=theme]').selectOption(theme);
      await page.locator('[name=language]').selectOption(language);
      await world().show('#/shoes');
      await card().getByText(title, { exact: true }).click();
      await stage('checked');
      expect(await world().violations(), language).to.deep.equal([]);
      await picture(`checked-${theme}`);
    }
    await act('restart');
    await stage('runs');
    await card().getByText('Version 1.1.0 runs in this shoe.').waitFor();
    expect(slots.it.started).to.deep.equal(['1.0.0', '1.1.0']);
    await card().locator('[data-sync=done]').waitFor();
    await picture('runs');
    await card().locator('[data-action=disconnect]').click();
  });
}
