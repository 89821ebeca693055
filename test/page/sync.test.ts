import 'fake-indexeddb/auto';
import { expect } from 'chai';
import { LinkLost } from '../../companion/client/transport';
import { DATABASE, openDatabase, type Database } from '../../companion/page/store/database';
import { deleteAll, deleteRecordings } from '../../companion/page/store/recordings';
import { syncRuns, type SyncProgress } from '../../companion/page/sync/sync';
import { ShoeOfStreams, stream } from './streams';

const SHOE = 'shoe-1';

describe('fetching runs into the browser', () => {
  let database: Database;
  let shoe: ShoeOfStreams;
  const progress: SyncProgress[] = [];

  beforeEach(async () => {
    database = await openDatabase(() => undefined);
    shoe = new ShoeOfStreams(new Map([1, 2, 3].map((run) => [run, stream(9000 + run, run)])));
    progress.length = 0;
  });
  afterEach(() => {
    database.close();
    return new Promise((done) => (indexedDB.deleteDatabase(DATABASE).onsuccess = done));
  });

  const sync = (everything = false) =>
    syncRuns({
      history: shoe,
      database,
      shoe: SHOE,
      shoeName: 'Left',
      everything,
      onProgress: (told) => progress.push(told),
    });
  const kept = async () =>
    (await database.getAll('recordings')).sort((a, b) => a.entry.run - b.entry.run).map(({ bytes }) => bytes);

  it('keeps every byte, then has the shoe release the run', async () => {
    expect(await sync()).to.equal(3);
    expect(await kept()).to.deep.equal([...shoe.runs.values()]);
    expect([...shoe.released]).to.deep.equal([1, 2, 3]);
    expect(await database.count('parts')).to.equal(0);
    expect(progress.at(-1)).to.deep.equal({ runs: 3, ofRuns: 3, bytes: 27_006, ofBytes: 27_006 });
    const told = progress.map(({ bytes }) => bytes);
    expect(told).to.deep.equal([...told].sort((a, b) => a - b));
    expect(await sync()).to.equal(0);
  });

  it('goes on where the link broke, also in another life of the page', async () => {
    shoe.breaksAfter = 15_000;
    let failure: unknown;
    await sync().catch((error: unknown) => (failure = error));
    expect(failure).to.be.instanceOf(LinkLost);
    expect([...shoe.released]).to.deep.equal([1]);
    const sent = shoe.sent;
    database.close();
    database = await openDatabase(() => undefined);
    shoe.breaksAfter = Infinity;
    expect(await sync()).to.equal(2);
    expect(shoe.sent).to.equal(27_006);
    expect(sent).to.be.greaterThan(14_000);
    expect(await kept()).to.deep.equal([...shoe.runs.values()]);
  });

  it('reads again from the beginning when what was kept is of another run', async () => {
    await database.put('parts', stream(2048, 99), [SHOE, 2, 0]);
    // What History.read does when the checksum of the whole does not match.
    const read = shoe.read.bind(shoe);
    shoe.read = async (run, stored) => {
      await read(run, stored);
      if (run !== 2 || shoe.sent > 20_000) return;
      stored.clear();
      await read(run, stored);
    };
    expect(await sync()).to.equal(3);
    expect(await kept()).to.deep.equal([...shoe.runs.values()]);
  });

  it('lets the shoe keep a run that the browser can not store', async () => {
    const full = new DOMException('full', 'QuotaExceededError');
    const refusing = new Proxy(database, {
      get(target, name) {
        if (name === 'put') return () => Promise.reject(full);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const honest = database;
    database = refusing;
    let failure: unknown;
    await sync().catch((error: unknown) => (failure = error));
    database = honest;
    expect(failure).to.equal(full);
    expect(shoe.released.size).to.equal(0);
    expect(await sync()).to.equal(3);
  });

  it('never asks for a release of what it has not got', async () => {
    const wrong = stream(9001, 7);
    shoe.read = (_run, stored) => {
      stored.append(wrong);
      return Promise.resolve();
    };
    let failure: unknown;
    await sync().catch((error: unknown) => (failure = error));
    expect(failure).to.have.property('name', 'NotProved');
    expect(shoe.released.size).to.equal(0);
    expect(await database.count('recordings')).to.equal(0);
  });

  it('gets back what was deleted here, when asked for everything', async () => {
    await sync();
    const [first, second] = await database.getAll('recordings');
    await deleteRecordings(database, [first.key, second.key]);
    expect(await sync()).to.equal(0);
    expect(await sync(true)).to.equal(2);
    await deleteAll(database);
    expect(await database.count('recordings')).to.equal(0);
    expect(await sync(true)).to.equal(3);
  });
});
