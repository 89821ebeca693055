/** A small picture of a run in the list: its speed over time. The numbers stand beside it. */
import type { Run } from '../../export/run';

const WIDTH = 120;
const HEIGHT = 32;
const POINTS = 60;

export function Spark({ run }: { run: Run }) {
  const points = reduced(run);
  if (points.length < 2) return <span class="spark" />;
  const top = Math.max(...points.map(({ speed }) => speed), 1);
  const end = points[points.length - 1].at;
  const path = points
    .map(
      ({ at, speed }) =>
        `${((at / end) * WIDTH).toFixed(1)},${(HEIGHT - 2 - (speed / top) * (HEIGHT - 4)).toFixed(1)}`,
    )
    .join(' ');
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline
        points={path}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}

/** Means of neighbours: more points than pixels look ragged. */
function reduced({ samples }: Run): { at: number; speed: number }[] {
  const each = Math.max(1, Math.ceil(samples.length / POINTS));
  const points: { at: number; speed: number }[] = [];
  for (let i = 0; i < samples.length; i += each) {
    const part = samples.slice(i, i + each);
    const speed = part.reduce((sum, { speed_mps = 0 }) => sum + speed_mps, 0) / part.length;
    points.push({ at: part[0].at_ms + 1, speed });
  }
  return points;
}
