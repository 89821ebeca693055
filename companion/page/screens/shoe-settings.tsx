import { useSignal } from '@preact/signals';
import { Confirm } from '../parts/confirm';
import { ProblemText } from '../parts/problem';
import type { ProblemName } from '../shoes/device';
import { problemOf, type Shoe } from '../shoes/shoe';
import { words } from '../words/words';

/** UTF-8 bytes of a name, docs/SPEC.md 4.6. */
const NAME_MOST_bytes = 32;

interface Draft {
  readonly name: string;
  readonly foot: number;
  readonly shoe: number;
  readonly height_cm: number;
  readonly weight_kg: number;
  readonly advertisedSummary: number;
  readonly everyStride: number;
  readonly autoStart: number;
  readonly cadenceTarget_spm: number;
}

function draftOf(shoe: Shoe): Draft {
  const settings = shoe.settings.value;
  const { name, foot, shoe: pair, height_cm, weight_kg, advertisedSummary, everyStride } = settings;
  const { autoStart, cadenceTarget_spm } = settings;
  return {
    name: String(name ?? ''),
    foot: Number(foot ?? 0),
    shoe: Number(pair ?? 1),
    height_cm: Number(height_cm ?? 0),
    weight_kg: Number(weight_kg ?? 0),
    advertisedSummary: Number(advertisedSummary ?? 1),
    everyStride: Number(everyStride ?? 0),
    autoStart: Number(autoStart ?? 3),
    cadenceTarget_spm: Number(cadenceTarget_spm ?? 0),
  };
}

export function ShoeSettingsForm({ shoe }: { shoe: Shoe }) {
  const w = words.value;
  return (
    <details>
      <summary>{w.shoes.settings}</summary>
      <Form shoe={shoe} />
      <Confirm
        id="unpair"
        label={w.shoes.forgetMe}
        question={w.shoes.reallyForget}
        yes={w.shoes.forgetMe}
        onYes={() => void shoe.unpair().catch((error: unknown) => (shoe.problem.value = problemOf(error)))}
      />
    </details>
  );
}

function Form({ shoe }: { shoe: Shoe }) {
  const w = words.value;
  const draft = useSignal(draftOf(shoe));
  const told = useSignal('');
  const problem = useSignal<ProblemName | undefined>(undefined);
  const change = (part: Partial<Draft>) => (draft.value = { ...draft.value, ...part });
  const save = async () => {
    const before = draftOf(shoe);
    const now = draft.value;
    told.value = '';
    problem.value = undefined;
    try {
      for (const name of Object.keys(now) as (keyof Draft)[])
        if (now[name] !== before[name])
          await shoe.set(name, now[name] === '' ? undefined : (now[name] as never));
      told.value = now.name !== before.name ? w.shoes.savedName : w.shoes.saved;
    } catch (error) {
      problem.value = problemOf(error);
    }
    draft.value = draftOf(shoe);
  };
  const number = (key: 'shoe' | 'height_cm' | 'weight_kg', label: string, most: number, hint?: string) => (
    <label>
      {label} {hint && <small>({hint})</small>}
      <input
        name={key}
        type="number"
        min={key === 'shoe' ? 1 : 0}
        max={most}
        step={1}
        required
        value={draft.value[key]}
        onInput={({ currentTarget: { valueAsNumber } }) => {
          if (Number.isInteger(valueAsNumber)) change({ [key]: valueAsNumber });
        }}
      />
    </label>
  );
  const tick = (label: string, checked: boolean, set: (on: boolean) => void) => (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => set(currentTarget.checked)} />
      {label}
    </label>
  );
  const { foot, advertisedSummary, everyStride, autoStart } = draft.value;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label>
        {w.shoes.name}
        <input
          name="name"
          value={draft.value.name}
          onInput={({ currentTarget }) => {
            if (new TextEncoder().encode(currentTarget.value).length > NAME_MOST_bytes)
              currentTarget.value = draft.value.name;
            else change({ name: currentTarget.value });
          }}
        />
      </label>
      <label>
        {w.shoes.foot}
        <select
          name="foot"
          value={foot}
          onChange={({ currentTarget: { value } }) => change({ foot: Number(value) })}
        >
          {(['unknown', 'left', 'right'] as const).map((one, i) => (
            <option key={one} value={i}>
              {w.feet[one]}
            </option>
          ))}
        </select>
      </label>
      {number('shoe', w.shoes.pairNumber, 9999)}
      {number('height_cm', w.shoes.height, 250, w.shoes.notTold)}
      {number('weight_kg', w.shoes.weight, 250, w.shoes.notTold)}
      <label>
        {w.shoes.summary}
        <select
          value={advertisedSummary}
          onChange={({ currentTarget: { value } }) => change({ advertisedSummary: Number(value) })}
        >
          {w.shoes.summaries.map((one, i) => (
            <option key={one} value={i}>
              {one}
            </option>
          ))}
        </select>
      </label>
      {shoe.settings.value.cadenceTarget_spm !== undefined && (
        <CadenceTarget
          target={draft.value.cadenceTarget_spm}
          onChange={(cadenceTarget_spm) => change({ cadenceTarget_spm })}
        />
      )}
      {tick(w.shoes.autoRun, (autoStart & 1) !== 0, (on) =>
        change({ autoStart: (autoStart & 2) | (on ? 1 : 0) }),
      )}
      {tick(w.shoes.autoWalk, (autoStart & 2) !== 0, (on) =>
        change({ autoStart: (autoStart & 1) | (on ? 2 : 0) }),
      )}
      {tick(w.shoes.everyStride, everyStride === 1, (on) => change({ everyStride: on ? 1 : 0 }))}
      <button class="primary" data-action="save-settings">
        {w.shoes.save}
      </button>
      <p role="status">{told.value}</p>
      <ProblemText problem={problem.value} />
    </form>
  );
}

/** Values of the setting, docs/SPEC.md 4.6: none, the runner's own, else steps per minute. */
const NO_TARGET = 0;
const OWN_TARGET = 1;
const TARGET_LEAST = 120;
const TARGET_MOST = 220;
const TARGET_FIRST = 165;

interface CadenceTargetProps {
  readonly target: number;
  readonly onChange: (target: number) => void;
}

function CadenceTarget({ target, onChange }: CadenceTargetProps) {
  const w = words.value.shoes;
  const values = [NO_TARGET, OWN_TARGET, Math.max(target, TARGET_LEAST)];
  return (
    <>
      <label>
        {w.target}
        <select
          name="target"
          value={target > OWN_TARGET ? values[2] : target}
          onChange={({ currentTarget: { selectedIndex } }) =>
            onChange(selectedIndex > OWN_TARGET ? TARGET_FIRST : selectedIndex)
          }
        >
          {w.targets.map((one, i) => (
            <option key={one} value={values[i]}>
              {one}
            </option>
          ))}
        </select>
      </label>
      {target > OWN_TARGET && (
        <label>
          {w.targetNumber}
          <input
            name="target-number"
            type="number"
            min={TARGET_LEAST}
            max={TARGET_MOST}
            required
            value={target}
            onInput={({ currentTarget: { valueAsNumber } }) => {
              if (valueAsNumber >= TARGET_LEAST && valueAsNumber <= TARGET_MOST)
                onChange(Math.round(valueAsNumber));
            }}
          />
        </label>
      )}
    </>
  );
}
