import { computed, effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { forgetEviction, storeProblem } from './library';
import { HistoryScreen } from './screens/history';
import { LiveScreen } from './screens/live';
import { ProgressScreen } from './screens/progress';
import { RunScreen } from './screens/run';
import { SettingsScreen } from './screens/settings';
import { ShoesScreen } from './screens/shoes';
import { update } from './updates';
import { words } from './words/words';

const TABS = ['live', 'history', 'progress', 'shoes', 'settings'] as const;
type Tab = (typeof TABS)[number];

/** "#/history/ID" and the like. */
const route = signal(location.hash);
addEventListener('hashchange', () => {
  route.value = location.hash;
  scrollTo(0, 0);
});
const path = computed(() => route.value.replace(/^#\//, '').split('/').map(decodeURIComponent));

effect(() => {
  document.documentElement.lang = words.value.locale;
});

export function App() {
  const [first, second] = path.value;
  // Without a shoe nothing goes on: begin where one is connected.
  const tab = TABS.find((one) => one === first) ?? 'shoes';
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => toMain(event)}>
        {words.value.skip}
      </a>
      <nav class="tabs" aria-label={words.value.navigation}>
        {TABS.map((one) => (
          <a key={one} href={`#/${one}`} aria-current={one === tab ? 'page' : undefined}>
            <Icon name={one} />
            <span>{words.value.tabs[one]}</span>
          </a>
        ))}
      </nav>
      <main id="main" tabIndex={-1}>
        <Notices />
        <Screen tab={tab} id={second} />
      </main>
    </>
  );
}

function toMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function Screen({ tab, id }: { tab: Tab; id: string | undefined }) {
  switch (tab) {
    case 'live':
      return <LiveScreen />;
    case 'history':
      return id ? <RunScreen id={id} /> : <HistoryScreen />;
    case 'progress':
      return <ProgressScreen />;
    case 'shoes':
      return <ShoesScreen />;
    case 'settings':
      return <SettingsScreen />;
  }
}

function Notices() {
  const w = words.value;
  return (
    <>
      {update.value && (
        <Notice>
          {w.updateReady} <button onClick={update.value}>{w.updateNow}</button>
        </Notice>
      )}
      {storeProblem.value && (
        <Notice>
          {w.problems[storeProblem.value]}{' '}
          {storeProblem.value === 'storageEvicted' && (
            <button onClick={forgetEviction}>{w.understood}</button>
          )}
        </Notice>
      )}
    </>
  );
}

function Notice({ children }: { children: ComponentChildren }) {
  return (
    <p class="notice" role="status">
      {children}
    </p>
  );
}

const PATHS: Record<Tab, string> = {
  live: 'M4 13h4l3-8 4 14 3-6h2',
  history: 'M5 6h14M5 12h14M5 18h9',
  progress: 'M5 19v-6M10 19v-9M15 19v-4M20 19V5',
  shoes: 'M3 17h18v-2c0-2-6-2-8-5l-2-4-3 2-5 1z',
  settings: 'M4 8h9M17 8h3M15 6v4M4 16h3M11 16h9M9 14v4',
};

function Icon({ name }: { name: Tab }) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
