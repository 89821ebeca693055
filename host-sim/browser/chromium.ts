/** A Chromium for tests: found, started with Web Bluetooth on, its device chooser answered. */
import { accessSync, constants } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Names another browser than the usual places have. */
export const BROWSER_VARIABLE = 'FOOTFALL_CHROMIUM';
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a browser on this machine, if there is one. */
export function findChromium(): string | undefined {
  const named = process.env[BROWSER_VARIABLE];
  return (named ? [named] : USUAL).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @param busAddress the D-Bus on which the browser finds BlueZ; without it the browser has no Bluetooth */
export function startChromium(executablePath: string, busAddress?: string): Promise<Browser> {
  const bus = busAddress ? { DBUS_SYSTEM_BUS_ADDRESS: busAddress } : {};
  return chromium.launch({
    executablePath,
    env: { ...(process.env as Record<string, string>), ...bus },
    args: [
      // As root there is no sandbox; and nothing but our own page is loaded.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // On Linux it is behind this flag.
      '--enable-features=WebBluetooth',
    ],
  });
}

interface Prompt {
  readonly id: string;
  readonly devices: readonly { readonly id: string; readonly name: string }[];
}

/**
 * Answers the device chooser of a page, once for each time it opens.
 * @param pick the name to choose; undefined cancels. Asked anew whenever the list changes
 */
export async function answerChooser(
  context: BrowserContext,
  page: Page,
  pick: () => string | undefined,
): Promise<void> {
  const devtools = await context.newCDPSession(page);
  const answered = new Set<string>();
  devtools.on('DeviceAccess.deviceRequestPrompted', ({ id, devices }: Prompt) => {
    // Told again as devices come in, also after the answer.
    if (answered.has(id)) return;
    const name = pick();
    const device = devices.find((one) => one.name === name);
    if (name !== undefined && !device) return;
    answered.add(id);
    const answer = device
      ? devtools.send('DeviceAccess.selectPrompt', { id, deviceId: device.id })
      : devtools.send('DeviceAccess.cancelPrompt', { id });
    answer.catch(() => undefined);
  });
  await devtools.send('DeviceAccess.enable');
}
