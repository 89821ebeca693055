/** A button for what can't be undone: it asks before it acts. */
import { useSignal } from '@preact/signals';
import { words } from '../words/words';

export interface ConfirmProps {
  readonly label: string;
  readonly question: string;
  /** Default: that it is to be deleted. */
  readonly yes?: string;
  readonly id?: string;
  readonly onYes: () => void;
}

export function Confirm({ label, question, yes, id, onYes }: ConfirmProps) {
  const asking = useSignal(false);
  if (!asking.value)
    return (
      <button class="danger" data-action={id} onClick={() => (asking.value = true)}>
        {label}
      </button>
    );
  const answer = (yes: boolean) => {
    asking.value = false;
    if (yes) onYes();
  };
  return (
    <div class="confirm" role="group" aria-label={question}>
      <p>{question}</p>
      <button class="danger" data-action={id && `${id}-yes`} onClick={() => answer(true)}>
        {yes ?? words.value.settings.yes}
      </button>
      <button onClick={() => answer(false)}>{words.value.settings.no}</button>
    </div>
  );
}
