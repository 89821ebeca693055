/**
 * The Bluetooth host stack that this project did not write: the npm package ble-host 1.0.3 (ATT, GATT, SMP, L2CAP, ISC
 * licence), its sources unmodified.
 *
 * Each stack is evaluated by itself, given a clock, random numbers and a place for its bonds, so that timeouts pass in
 * simulated time, every run of a seed is the same, and no test finds the bonds of another.
 */
import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { VirtualClock } from '../board/clock';
import { Random } from '../traces/synth/random';
import type { BleHost } from './ble-host-types';

export interface StackSurroundings {
  readonly clock: VirtualClock;
  readonly seed: number;
  /** Where bonds are kept: path to content. Empty for a stack that is bonded to nobody. */
  readonly bonds: Map<string, string>;
}

/** What a module of the package is given; the last are variables it forgets to declare. */
const PARAMETERS = [
  ...['exports', 'require', 'module', 'setTimeout', 'clearTimeout', 'Math', 'Date'],
  ...['id', 'selectedConn', 'entryPath'],
];

type Compiled = (...given: unknown[]) => void;
const compiled = new Map<string, Compiled>();

/** Evaluates the package anew. */
export function bleHost(surroundings: StackSurroundings): BleHost {
  const random = new Random(surroundings.seed);
  const builtIn: Record<string, unknown> = {
    fs: bondFiles(surroundings.bonds),
    crypto: seededCrypto(random),
  };
  const timers = stackTimers(surroundings.clock);
  const math = Object.create(Math, { random: { value: () => random.uniform() } }) as Math;
  const date = { now: () => Math.floor(surroundings.clock.now_us / 1000) };
  const modules = new Map<string, { exports: unknown }>();

  const load = (path: string): unknown => {
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const requireFrom = (name: string): unknown => {
      if (name in builtIn) return builtIn[name];
      if (name.startsWith('.')) return load(require.resolve(join(dirname(path), name)));
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the package's own requests for events, path, util
      return require(name) as unknown;
    };
    compile(path)(module.exports, requireFrom, module, timers.set, timers.clear, math, date);
    return module.exports;
  };
  return load(require.resolve('ble-host')) as BleHost;
}

function compile(path: string): Compiled {
  let code = compiled.get(path);
  if (!code) {
    code = compileFunction(readFileSync(path, 'utf8'), PARAMETERS, { filename: path }) as Compiled;
    compiled.set(path, code);
  }
  return code;
}

function stackTimers(clock: VirtualClock) {
  return {
    set: (callback: () => void, ms: number) => clock.at(clock.now_us + Math.round(ms * 1000), callback),
    clear: (event: ReturnType<VirtualClock['at']> | undefined) => {
      if (event) clock.cancel(event);
    },
  };
}

/** The calls of node:crypto the package makes, with all that is drawn at random drawn from the seed. */
function seededCrypto(random: Random) {
  const randomBytes = (count: number) =>
    Buffer.from(Array.from({ length: count }, () => Math.floor(random.uniform() * 256)));
  return {
    randomBytes,
    createCipheriv: crypto.createCipheriv,
    timingSafeEqual: crypto.timingSafeEqual,
    createECDH(curve: string) {
      const ecdh = crypto.createECDH(curve);
      const generateKeys = () => ecdh.setPrivateKey(randomBytes(32));
      return Object.assign(ecdh, { generateKeys });
    },
  };
}

/** The calls of node:fs the package makes, over a map of paths to contents. */
function bondFiles(files: Map<string, string>) {
  const missing = (path: string) => Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
  const within = (path: string) => [...files.keys()].filter((name) => name.startsWith(`${path}/`));
  return {
    mkdirSync: () => undefined,
    rmdirSync: () => undefined,
    writeFileSync: (path: string, content: string) => void files.set(path, content),
    unlinkSync(path: string) {
      if (!files.delete(path)) throw missing(path);
    },
    readFileSync(path: string) {
      const content = files.get(path);
      if (content === undefined) throw missing(path);
      return content;
    },
    readdirSync(path: string) {
      const names = within(path).map((name) => name.slice(path.length + 1).split('/')[0]);
      if (names.length === 0) throw missing(path);
      return [...new Set(names)];
    },
    lstatSync: (path: string) => ({ isDirectory: () => within(path).length > 0 }),
  };
}
