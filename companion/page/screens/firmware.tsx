import { useEffect } from 'preact/hooks';
import { CHIP_NAMES } from '../../client/firmware-file';
import { bytes } from '../format';
import { keepScreenOn } from '../live/wake-lock';
import { FILE_MOST_bytes, versionOf, type ChosenFile, type FirmwareUpdate } from '../shoes/firmware';
import type { Shoe } from '../shoes/shoe';
import { words } from '../words/words';

/** New firmware for a shoe: choose a file, send it, restart. */
export function FirmwarePart({ shoe }: { shoe: Shoe }) {
  const w = words.value.shoes.update;
  const { renewal } = shoe;
  const stage = renewal.stage.value;
  const file = renewal.file.value;
  const problem = renewal.problem.value;
  useEffect(() => (stage === 'sending' ? keepScreenOn() : undefined), [stage]);
  return (
    <details data-update={stage}>
      <summary>{w.title}</summary>
      <p>{w.running(shoe.firmware.value)}</p>
      {stage !== 'sending' && stage !== 'restarting' && <Choice renewal={renewal} />}
      {file && <FileFacts file={file} />}
      {(stage === 'sending' || stage === 'paused') && <Progress renewal={renewal} />}
      <p role="status" data-told="update">
        {w.stages[stage]} {stage === 'paused' && !file && w.chooseAgain}
      </p>
      <div role="alert" data-update-problem={problem}>
        {problem && <p class="problem">{w.problems[problem]}</p>}
      </div>
      <Buttons shoe={shoe} />
    </details>
  );
}

function Choice({ renewal }: { renewal: FirmwareUpdate }) {
  const choose = async (file: File | undefined) => {
    if (!file) return;
    // One byte more than fits is enough to see that it is too long.
    const read = await file
      .slice(0, FILE_MOST_bytes + 1)
      .arrayBuffer()
      .catch(() => new ArrayBuffer(0));
    renewal.choose(file.name, new Uint8Array(read));
  };
  return (
    <label class="button">
      {words.value.shoes.update.choose}
      <input
        class="hidden"
        type="file"
        accept=".ffup,application/octet-stream"
        data-action="firmware-file"
        onChange={({ currentTarget }) => {
          void choose(currentTarget.files?.[0]);
          // So that the same file can be chosen again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

function FileFacts({ file }: { file: ChosenFile }) {
  const w = words.value.shoes.update;
  const facts = [
    [w.file, file.name],
    [w.version, versionOf(file)],
    [w.board, `${file.board} (${CHIP_NAMES[file.chip] ?? '?'})`],
    [w.size, bytes(file.bytes.length)],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Progress({ renewal }: { renewal: FirmwareUpdate }) {
  const received = renewal.received.value;
  const length = Math.max(1, renewal.length.value);
  return (
    <>
      <p>
        {bytes(received)} / {bytes(length)}, {Math.floor((100 * received) / length)} %
      </p>
      <progress aria-label={words.value.shoes.update.progress} max={length} value={received} />
    </>
  );
}

function Buttons({ shoe }: { shoe: Shoe }) {
  const w = words.value.shoes.update;
  const { renewal } = shoe;
  const stage = renewal.stage.value;
  const canSend = renewal.file.value && (stage === 'chosen' || stage === 'paused');
  const isFetching = shoe.occupied.value === 'fetching';
  return (
    <>
      {canSend && isFetching && <p>{w.problems.fetching}</p>}
      <p class="row">
        {canSend && (
          <button
            class="primary"
            data-action="firmware-send"
            disabled={!shoe.bonded.value || isFetching}
            onClick={() => void renewal.send()}
          >
            {stage === 'paused' ? w.goOn : w.send}
          </button>
        )}
        {stage === 'checked' && (
          <button
            class="primary"
            data-action="firmware-restart"
            disabled={!shoe.bonded.value || isFetching}
            onClick={() => void renewal.apply()}
          >
            {w.restart}
          </button>
        )}
        {(canSend || stage === 'sending' || stage === 'paused' || stage === 'checked') && (
          <button data-action="firmware-cancel" onClick={() => void renewal.cancel()}>
            {w.cancel}
          </button>
        )}
      </p>
    </>
  );
}
