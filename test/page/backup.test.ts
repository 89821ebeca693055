import 'fake-indexeddb/auto';
import { expect } from 'chai';
import { DEFAULTS, type Preferences } from '../../companion/page/preferences';
import { backupOf, importBackup, ImportRefused } from '../../companion/page/store/backup';
import { DATABASE, openDatabase, type Database } from '../../companion/page/store/database';
import { deleteAll, keepRecording } from '../../companion/page/store/recordings';
import { FlashModel } from '../../host-sim/board/flash';
import { Life, RUN } from '../../host-sim/powercut/life';
import { runsInFlash } from '../../host-sim/soak/flash-truth';
import { entry } from './streams';

const CHOSEN: Preferences = { ...DEFAULTS, language: 'zh-CN', units: 'mi', syncOnConnect: false };

function streams(): Uint8Array[] {
  const flash = new FlashModel();
  const life = new Life(flash);
  life.setTime();
  for (let i = 0; i < 3; i++) life.go(200 + 20 * i, RUN).stand(240);
  life.record.settle();
  return [...runsInFlash(flash.image).values()].map(({ stream }) => Uint8Array.from(stream));
}

describe('a backup', () => {
  const runs = streams();
  let database: Database;

  beforeEach(async () => {
    database = await openDatabase(() => undefined);
    for (const [i, bytes] of runs.entries())
      await keepRecording(
        database,
        'shoe',
        'Left',
        { ...entry(i + 1, bytes.length), distance_mm: 1000 },
        bytes,
      );
    await database.put('pairs', { id: 2, name: 'Red ones', before_m: 120_000, retired: false });
  });
  afterEach(() => {
    database.close();
    return new Promise((done) => (indexedDB.deleteDatabase(DATABASE).onsuccess = done));
  });

  const refused = async (text: string): Promise<ImportRefused | undefined> => {
    const before = await backupOf(database, DEFAULTS);
    try {
      await importBackup(database, text);
    } catch (error) {
      expect(error).to.be.instanceOf(ImportRefused);
      const strip = (json: string) => ({ ...(JSON.parse(json) as object), made: '' });
      expect(strip(await backupOf(database, DEFAULTS)), 'nothing was changed').to.deep.equal(strip(before));
      return error as ImportRefused;
    }
    return undefined;
  };

  it('gives back everything, on a device that has nothing', async () => {
    const text = await backupOf(database, CHOSEN);
    const before = await database.getAll('recordings');
    await deleteAll(database);
    expect(await importBackup(database, text)).to.deep.equal({ added: 3, known: 0, preferences: CHOSEN });
    expect(await database.getAll('recordings')).to.deep.equal(before);
    expect(await database.getAll('pairs')).to.deep.equal([
      { id: 2, name: 'Red ones', before_m: 120_000, retired: false },
    ]);
  });

  it('adds nothing twice', async () => {
    const text = await backupOf(database, CHOSEN);
    expect(await importBackup(database, text)).to.include({ added: 0, known: 3 });
    expect(await database.count('recordings')).to.equal(3);
  });

  it('is refused when it is foreign, newer, or no JSON', async () => {
    for (const text of ['', '{', 'GPX', '\u0000\u0001'])
      expect(await refused(text)).to.include({ problem: 'notJson' });
    for (const text of ['null', '[]', '{}', '{"format":"other"}', '{"format":"footfall-backup"}', '7'])
      expect(await refused(text), text).to.include({ problem: 'foreign' });
    expect(await refused('{"format":"footfall-backup","version":2}')).to.include({ problem: 'newer' });
  });

  it('is refused as a whole when one byte of one run is not what it was', async () => {
    const backup = JSON.parse(await backupOf(database, CHOSEN)) as {
      runs: { stream: string; entry: object }[];
    };
    await deleteAll(database);
    const { stream } = backup.runs[1];
    const at = stream.length >> 1;
    const other = stream[at] === 'A' ? 'B' : 'A';
    const tampered = (change: object) =>
      JSON.stringify({
        ...backup,
        runs: backup.runs.map((run, i) => (i === 1 ? { ...run, ...change } : run)),
      });
    for (const change of [
      { stream: stream.slice(0, at) + other + stream.slice(at + 1) },
      { stream: stream.slice(0, at) },
      { stream: '%%' },
      { stream: 5 },
      { entry: {} },
      { entry: { ...backup.runs[1].entry, distance_mm: 'far' } },
    ])
      expect(await refused(tampered(change))).to.include({ problem: 'damaged', place: 2 });
  });

  it('has nothing but defaults out of preferences that are none', async () => {
    const backup = JSON.parse(await backupOf(database, CHOSEN)) as object;
    const odd = { language: 'tlh', theme: 7, units: null, syncOnConnect: 'yes' };
    const { preferences } = await importBackup(
      database,
      JSON.stringify({ ...backup, preferences: odd, pairs: [null, 5] }),
    );
    expect(preferences).to.deep.equal(DEFAULTS);
  });
});
