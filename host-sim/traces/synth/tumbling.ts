/** A shoe without a foot: dropped and thrown, and in a washing machine. */
import { GRAVITY, RADIAN } from './attitude';
import { Crank } from './crank';
import { Path, restingAt } from './path';
import type { Random } from './random';

/** Height at which a hand holds a shoe, m. */
const HAND_M = 0.9;
/** Time in which floor and sole stop a falling shoe: about 30 g from 1 m. */
const STOP_S = 0.014;
const UPRIGHT = [0, 90, 180, -90];

/** Picked up, held, dropped or thrown; it bounces, and lies on sole, side or top. Until `end_s`, where it lies. */
export function throws(start_s: number, end_s: number, random: Random): Path {
  const path = new Path(start_s, restingAt([0, 0, 0, 0, 0, 0]));
  path.stay(1);
  while (path.now_s + 14 < end_s) {
    const [x, y, , roll, , yaw] = path.state.p;
    const held = [x + 0.3 * random.normal(), y + 0.2 * random.normal(), HAND_M, roll + random.normal()];
    path.rest([...held, random.normal(), yaw + random.normal()], 0.7 + 0.5 * random.uniform());
    path.stay(0.4 + 2 * random.uniform());
    release(path, random.uniform() < 0.5 ? 0 : 1 + 2.5 * random.uniform(), random);
    land(path, 0.25 + 0.15 * random.uniform());
    land(path, 0);
    settle(path, random);
    path.stay(2 + 5 * random.uniform());
  }
  return path.stay(end_s - path.now_s);
}

/** Lets go at a forward speed, m/s; 0 drops it. */
function release(path: Path, speed_mps: number, random: Random): void {
  const { p } = path.state;
  const up = speed_mps === 0 ? 0 : 1 + random.uniform();
  const time_s = speed_mps === 0 ? 0.08 : 0.25;
  const spin = [3 * random.normal(), 5 * random.normal(), 3 * random.normal()];
  const v = [speed_mps, 0, up, ...spin];
  path.to({ p: p.map((at, i) => at + (v[i] * time_s) / 2), v, a: [0, 0, -GRAVITY, 0, 0, 0] }, time_s);
}

/** Falls to the floor and leaves it again with a share of its speed, half of its way forward and of its spin. */
function land(path: Path, bounce: number): void {
  const { p, v } = path.state;
  path.fall(Math.max(0.02, (v[2] + Math.sqrt(Math.max(0, v[2] * v[2] + 2 * GRAVITY * p[2]))) / GRAVITY));
  const hit = path.state;
  const after = hit.v.map((speed, i) => (i === 2 ? -bounce * speed : 0.5 * speed));
  const to = hit.p.map((at, i) => at + ((hit.v[i] + after[i]) / 2) * STOP_S);
  path.to({ p: to, v: after, a: [0, 0, bounce > 0 ? -GRAVITY : 0, 0, 0, 0] }, STOP_S);
}

/** Rolls over onto sole, side or top. */
function settle(path: Path, random: Random): void {
  const { p, v } = path.state;
  const time_s = 0.25;
  const lies = UPRIGHT[Math.floor(4 * random.uniform())] * RADIAN;
  const full = 2 * Math.PI;
  path.rest(
    [
      p[0] + (v[0] * time_s) / 2,
      p[1],
      p[2],
      lies + full * Math.round((p[3] - lies) / full),
      full * Math.round(p[4] / full),
      p[5] + (v[5] * time_s) / 2,
    ],
    time_s,
  );
}

/** A household drum: 0.22 m from axis to load, 45 turns a minute tumbling, so that the load is lifted and falls. */
const DRUM_M = 0.22;
const TUMBLE_RPM = 45;
const WAY_S = 12;
const PAUSE_S = 4;
const CATCH_S = 0.02;

/** Tumbles one way, pauses, tumbles the other way, and so on until `end_s`. Starts and ends lying at the bottom. */
export function tumble(start_s: number, end_s: number, random: Random): Path {
  const path = new Path(start_s, restingAt([0, 0, -DRUM_M, 0, 0, 0]));
  path.stay(1);
  for (let way = 1; path.now_s + WAY_S + 3 * PAUSE_S < end_s; way = -way) {
    const until_s = path.now_s + WAY_S;
    let angle = 0;
    while (path.now_s < until_s) {
      ride(path, angle, way, (110 + 45 * random.uniform()) * RADIAN);
      angle = drop(path, way, random);
    }
    path.rest([0, 0, -DRUM_M, ...path.state.p.slice(3)], 1);
    path.stay(PAUSE_S);
  }
  return path.stay(end_s - path.now_s);
}

/** On the wall of the drum, from an angle (rad, from the bottom) to the one where it comes off. */
function ride(path: Path, from: number, way: number, to: number): void {
  const omega = (TUMBLE_RPM * 2 * Math.PI) / 60;
  let angle = from;
  while (angle < to) {
    angle += 0.35;
    const spin = path.state.p.slice(3);
    const sin = Math.sin(angle);
    const cos = Math.cos(angle);
    const radial = DRUM_M * omega * omega;
    path.to(
      {
        p: [way * DRUM_M * sin, 0, -DRUM_M * cos, spin[0], spin[1] + way * 0.35, spin[2]],
        v: [way * DRUM_M * omega * cos, 0, DRUM_M * omega * sin, 0, way * omega, 0],
        a: [-way * radial * sin, 0, radial * cos, 0, 0, 0],
      },
      0.35 / omega,
    );
  }
}

/** Falls across the drum until it meets the wall. @returns the angle there, from the bottom in the drum's way */
function drop(path: Path, way: number, random: Random): number {
  const { p, v } = path.state;
  const inside = (t: number) =>
    Math.hypot(p[0] + v[0] * t, p[2] + v[2] * t - 0.5 * GRAVITY * t * t) <= DRUM_M;
  let t = 0.06;
  while (inside(t) || t < 0.1) t += 0.002;
  path.state = { ...path.state, v: v.map((rate, i) => (i < 3 ? rate : 3 * random.normal())) };
  path.fall(t);
  const hit = path.state;
  const rest = hit.p.map((at, i) => at + (hit.v[i] * CATCH_S) / 3);
  path.rest(rest, CATCH_S);
  return Math.atan2(way * rest[0], -rest[2]);
}

/** Spun dry: on the wall of the drum at 1000 turns a minute, 250 g and more than any gyroscope measures. */
export function spin(start_s: number, end_s: number): Crank {
  const shape = { radius_m: DRUM_M, pitch: { mean: 0, swing: 0 }, fixed: true, behind_m: 0, start: Math.PI };
  return new Crank(shape, [{ from_s: start_s, to_s: end_s, rpm: 1000, ramp_s: 20 }]);
}
