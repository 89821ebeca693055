/** Keeps the screen on while the live figures are looked at, where the browser can. */
import { signal } from '@preact/signals';

/** undefined: not tried yet. */
export const screenStaysOn = signal<boolean | undefined>(undefined);

/** @returns what lets the screen go off again */
export function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const ask = async () => {
    if (document.visibilityState !== 'visible' || over) return;
    try {
      const got = await navigator.wakeLock.request('screen');
      if (over) return void got.release();
      lock = got;
      screenStaysOn.value = true;
    } catch {
      screenStaysOn.value = false;
    }
  };
  // The browser takes the lock back whenever the page is hidden.
  const again = () => void ask();
  document.addEventListener('visibilitychange', again);
  void ask();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release();
  };
}
