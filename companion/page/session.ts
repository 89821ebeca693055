/** The shoes of this page and the run that goes on: what the screens show and act on. */
import { signal } from '@preact/signals';
import { Feature } from '../client/information';
import { LiveOuting, type LiveFigures, type LivePoint } from '../live/outing';
import { askToPersist, database, knownShoes, loadLibrary } from './library';
import { preferences } from './preferences';
import { demoDevice, DEMO_SHOES, isDemo } from './shoes/demo';
import { Problem, type Device, type ProblemName } from './shoes/device';
import { problemOf, Shoe, type ShoeListener } from './shoes/shoe';
import { chooseDevice, knownDevices } from './shoes/web-bluetooth';
import { syncRuns, type SyncProgress } from './sync/sync';

export interface SyncState {
  readonly running: boolean;
  readonly progress?: SyncProgress;
  readonly problem?: ProblemName;
  /** Runs that were new, after a sync that ended well. */
  readonly fresh?: number;
}

export const shoes = signal<readonly Shoe[]>([]);
/** Why no shoe could be chosen. */
export const choosing = signal<ProblemName | undefined>(undefined);
export const syncs = signal<Readonly<Record<string, SyncState>>>({});

const STORED_OUTING = 'footfall-live';
/** From one showing of the live figures to the next, ms. */
const SHOW_EVERY_ms = 500;
const STORE_EVERY_ms = 5000;

let outing = LiveOuting.restored(readStored(), Date.now());
export const live = signal<LiveFigures>(outing.figures(Date.now()));
export const livePoints = signal<readonly LivePoint[]>([...outing.points]);

const listener: ShoeListener = {
  measured: (shoe, measurement) => outing.measure(shoe.id, shoe.foot, measurement, Date.now()),
  strode: (shoe, stride) => outing.stride(shoe.id, shoe.foot, stride, Date.now()),
  ready: (shoe) => {
    void remember(shoe);
    if (preferences.value.syncOnConnect) void sync(shoe);
  },
};

/** Begins the live figures anew. The shoe's own records have nothing to do with it. */
export function restartOuting(): void {
  outing = new LiveOuting();
  show();
  store();
}

export function followShoes(): void {
  setInterval(show, SHOW_EVERY_ms);
  setInterval(store, STORE_EVERY_ms);
  addEventListener('pagehide', store);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') return store();
    show();
    for (const shoe of shoes.value) shoe.hurry();
  });
  void knownDevices().then((devices) => devices.forEach((device) => shoeOf(device)));
  if (isDemo()) DEMO_SHOES.forEach((name) => shoeOf(demoDevice(name)));
}

function show(): void {
  live.value = outing.figures(Date.now());
  if (outing.points.at(-1) !== livePoints.value.at(-1)) livePoints.value = [...outing.points];
}

function store(): void {
  try {
    sessionStorage.setItem(STORED_OUTING, outing.stored(Date.now()));
  } catch {
    // Without storage a reload begins the figures anew; the shoe's records are untouched.
  }
}

function readStored(): string | null {
  try {
    return sessionStorage.getItem(STORED_OUTING);
  } catch {
    return null;
  }
}

/** Lets the runner choose a shoe, and connects to it. To be called in a click. */
export async function addShoe(): Promise<void> {
  choosing.value = undefined;
  try {
    const shoe = shoeOf(await chooseDevice());
    await shoe.connect();
  } catch (error) {
    choosing.value = error instanceof Problem ? error.problem : problemOf(error);
  }
}

/** Lets go of a shoe until it is chosen again. */
export function removeShoe(shoe: Shoe): void {
  shoe.disconnect();
  shoes.value = shoes.value.filter((one) => one !== shoe);
}

function shoeOf(device: Device): Shoe {
  const known = shoes.value.find(({ id }) => id === device.id);
  if (known) return known;
  const shoe = new Shoe(device, listener);
  shoes.value = [...shoes.value, shoe];
  return shoe;
}

async function remember(shoe: Shoe, synced_ms?: number): Promise<void> {
  try {
    const before = knownShoes.value.find(({ id }) => id === shoe.id);
    const totals = shoe.totals.value;
    await (
      await database()
    ).put('shoes', {
      ...before,
      id: shoe.id,
      name: shoe.name,
      foot: shoe.foot,
      ...(totals && { odometer_m: totals.distance_mm / 1000 }),
      ...(synced_ms !== undefined && { synced_ms }),
    });
    knownShoes.value = await (await database()).getAll('shoes');
  } catch {
    // Only the list of known shoes is poorer.
  }
}

function tell(shoe: Shoe, state: SyncState): void {
  syncs.value = { ...syncs.value, [shoe.id]: state };
}

/** @param everything also runs that were fetched before */
export async function sync(shoe: Shoe, everything = false): Promise<void> {
  const { history } = shoe;
  if (!history || !shoe.has(Feature.History) || shoe.occupied.value) return;
  shoe.occupied.value = 'fetching';
  tell(shoe, { running: true });
  try {
    const fresh = await syncRuns({
      history,
      database: await database(),
      shoe: shoe.id,
      shoeName: shoe.name,
      everything,
      onProgress: (progress) => tell(shoe, { running: true, progress }),
    });
    tell(shoe, { running: false, fresh });
    await shoe.readTotals();
    await remember(shoe, Date.now());
    if (fresh > 0) await askToPersist();
  } catch (error) {
    tell(shoe, { running: false, progress: syncs.value[shoe.id]?.progress, problem: problemOf(error) });
  } finally {
    shoe.occupied.value = undefined;
  }
  await loadLibrary();
}
