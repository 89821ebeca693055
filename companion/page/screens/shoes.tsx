import { Feature } from '../../client/information';
import { bytes, date, distance, unitName } from '../format';
import { knownShoes } from '../library';
import { ProblemText } from '../parts/problem';
import { addShoe, choosing, removeShoe, shoes, sync, syncs } from '../session';
import { isDemo } from '../shoes/demo';
import type { Shoe } from '../shoes/shoe';
import { words } from '../words/words';
import { CalibrationForm } from './calibration';
import { FirmwarePart } from './firmware';
import { ShoeSettingsForm } from './shoe-settings';

export function ShoesScreen() {
  const w = words.value;
  return (
    <section>
      <h1>{w.shoes.title}</h1>
      <p>{isDemo() ? w.shoes.demo : w.shoes.intro}</p>
      {!isDemo() && (
        <button class="primary" data-action="choose" onClick={() => void addShoe()}>
          {w.shoes.connectNew}
        </button>
      )}
      <ProblemText problem={choosing.value} />
      {shoes.value.map((shoe) => (
        <ShoeCard key={shoe.id} shoe={shoe} />
      ))}
    </section>
  );
}

function ShoeCard({ shoe }: { shoe: Shoe }) {
  const w = words.value;
  const phase = shoe.phase.value;
  const known = knownShoes.value.find(({ id }) => id === shoe.id);
  const odometer_m = shoe.totals.value ? shoe.totals.value.distance_mm / 1000 : known?.odometer_m;
  const settings = shoe.settings.value;
  return (
    <article class="card" data-shoe={shoe.device.name} data-phase={phase}>
      <h2>
        {shoe.name}{' '}
        {settings.foot !== undefined && shoe.foot !== 'unknown' && <small>{w.feet[shoe.foot]}</small>}
      </h2>
      <p role="status">
        {w.shoes.phases[phase]}
        {phase === 'on' && shoe.battery.value !== undefined && `, ${w.shoes.battery} ${shoe.battery.value} %`}
        {phase === 'on' && shoe.firmware.value && `, ${w.shoes.firmware} ${shoe.firmware.value}`}
        {odometer_m !== undefined && `, ${w.shoes.odometer} ${distance(odometer_m, 0)} ${unitName()}`}
      </p>
      <ProblemText problem={shoe.problem.value} />
      <p class="row">
        {(phase === 'off' || phase === 'connecting') && (
          <button
            class="primary"
            data-action="connect"
            disabled={phase === 'connecting'}
            onClick={() => void shoe.connect()}
          >
            {w.shoes.connect}
          </button>
        )}
        {phase === 'on' && !shoe.bonded.value && shoe.problem.value !== 'newerShoe' && (
          <button class="primary" data-action="pair" onClick={() => void shoe.pairAgain()}>
            {w.shoes.pair}
          </button>
        )}
        {(phase === 'on' || phase === 'lost') && (
          <button data-action="disconnect" onClick={() => shoe.disconnect()}>
            {w.shoes.disconnect}
          </button>
        )}
        {phase === 'off' && !isDemo() && <button onClick={() => removeShoe(shoe)}>{w.shoes.remove}</button>}
      </p>
      {shoe.bonded.value && shoe.has(Feature.History) && <SyncPart shoe={shoe} />}
      {known?.synced_ms !== undefined && (
        <small>
          {w.shoes.sync}: {date(known.synced_ms, -new Date().getTimezoneOffset())}
        </small>
      )}
      {shoe.bonded.value && shoe.has(Feature.Settings) && <ShoeSettingsForm shoe={shoe} />}
      {shoe.bonded.value && shoe.has(Feature.Calibration) && <CalibrationForm shoe={shoe} />}
      {shoe.has(Feature.Update) && (shoe.bonded.value || shoe.renewal.stage.value !== 'idle') && (
        <FirmwarePart shoe={shoe} />
      )}
    </article>
  );
}

function SyncPart({ shoe }: { shoe: Shoe }) {
  const w = words.value;
  const state = syncs.value[shoe.id];
  const isUpdating = shoe.occupied.value === 'updating';
  const { progress, running = false, fresh, problem } = state ?? {};
  return (
    <div
      class="sync"
      data-sync={running ? 'running' : problem ? 'failed' : fresh === undefined ? 'idle' : 'done'}
    >
      {running && (
        <>
          <p role="status">
            {w.shoes.syncing(progress?.runs ?? 0, progress?.ofRuns ?? 0)}
            {progress && progress.ofBytes > 0 && `, ${bytes(progress.bytes)} / ${bytes(progress.ofBytes)}`}
          </p>
          <progress
            aria-label={w.shoes.progress}
            max={Math.max(1, progress?.ofBytes ?? 1)}
            value={progress?.bytes ?? 0}
          />
        </>
      )}
      {!running && fresh !== undefined && <p role="status">{w.shoes.synced(fresh)}</p>}
      <ProblemText problem={problem} />
      {!running && (
        <p class="row">
          <button data-action="sync" disabled={isUpdating} onClick={() => void sync(shoe)}>
            {problem ? w.shoes.goOn : w.shoes.syncNow}
          </button>
          <button data-action="sync-all" disabled={isUpdating} onClick={() => void sync(shoe, true)}>
            {w.shoes.everything}
          </button>
        </p>
      )}
    </div>
  );
}
