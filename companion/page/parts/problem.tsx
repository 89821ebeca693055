import type { ProblemName } from '../shoes/device';
import { words } from '../words/words';

/** What went wrong, and what helps. */
export function ProblemText({ problem }: { problem: ProblemName | undefined }) {
  return (
    <div role="alert" data-problem={problem}>
      {problem && <p class="problem">{words.value.problems[problem]}</p>}
    </div>
  );
}
