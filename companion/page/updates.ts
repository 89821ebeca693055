/** The page keeps itself for use without a network, and tells when a newer one is there. */
import { signal } from '@preact/signals';
import { registerSW } from 'virtual:pwa-register';

export const offlineReady = signal(false);
/** Puts the newer page in place; undefined while there is none. */
export const update = signal<(() => void) | undefined>(undefined);
/** Lets the browser ask whether to install the page; undefined where it can't, or has asked. */
export const install = signal<(() => void) | undefined>(undefined);

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

export function followUpdates(): void {
  const apply = registerSW({
    onNeedRefresh: () => (update.value = () => void apply(true)),
    onOfflineReady: () => (offlineReady.value = true),
  });
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    install.value = () => {
      install.value = undefined;
      void (event as InstallPrompt).prompt();
    };
  });
}
