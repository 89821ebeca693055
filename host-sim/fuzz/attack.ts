/**
 * A hostile crowd at the seam: strangers, phones that paired without a bond, and bonded phones turned bad, who write anything
 * anywhere, in any order, in floods; and after every so many operations an honest phone that must be served as if nothing had
 * been.
 */
import { Property } from '../../firmware/io/gatt';
import { ControlPoint } from '../../companion/client/control-point';
import { crc32 } from '../../companion/client/crc';
import { uint } from '../../companion/client/bytes';
import { History } from '../../companion/client/history';
import { MemoryBytes } from '../../companion/client/stored-bytes';
import { AttException, PairingException, type VirtualCentral } from '../board/radio';
import { ScenarioClock } from '../radio/scenario-clock';
import { VirtualTransport } from '../soak/virtual-transport';
import { Random } from '../traces/synth/random';
import { CONTROL_POINT, RequestMaker, SC_CONTROL_POINT, TRANSFER, type Known } from './requests';
import { Victim } from './victim';

/** Operations between two visits of the honest phone. */
const HONEST_EVERY = 5000;
const FLOOD_MOST = 200;
const MTU_LEAST = 23;
const MTU_MOST = 517;
/** ATT errors a server may answer with here (docs/SPEC.md; Core, Vol 3 Part F 3.4.1.1). */
const ALLOWED: ReadonlySet<number> = new Set([
  0x02, 0x03, 0x05, 0x0a, 0x0d, 0x0e, 0x0f, 0x11, 0x80, 0x81, 0xff,
]);

export interface AttackResult {
  operations: number;
  readonly byKind: Record<string, number>;
  /** Writes answered with success, and with each ATT error. */
  readonly answers: Record<string, number>;
  values: number;
  connections: number;
  honestVisits: number;
  simulated_s: number;
  /** Most flash bytes the shoe read before it answered a request. */
  mostRead: number;
  /** Exceptions, changes of what must not change, honest phones not served. */
  crashes: number;
  changes: number;
  blocked: number;
  /** Heap in use after the first tenth and at the end, bytes; 0 without --expose-gc. */
  heapBefore: number;
  heapAfter: number;
  readonly problems: string[];
}

interface Attacker {
  readonly central: VirtualCentral;
  readonly known: Known;
}

export interface AttackOptions {
  readonly operations: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

export async function attack(options: AttackOptions): Promise<AttackResult> {
  const one = new Attack(options);
  return one.run();
}

class Attack {
  private readonly result: AttackResult = {
    operations: 0,
    byKind: {},
    answers: {},
    values: 0,
    connections: 0,
    honestVisits: 0,
    simulated_s: 0,
    mostRead: 0,
    crashes: 0,
    changes: 0,
    blocked: 0,
    heapBefore: 0,
    heapAfter: 0,
    problems: [],
  };
  private readonly victim: Victim;
  private readonly make: RequestMaker;
  private readonly known: Known;
  private readonly attackers: Attacker[] = [];
  private readonly proved = new Set<number>();
  private readonly readable: string[] = [];
  private readonly writable: string[] = [];
  private readonly subscribable: string[] = [];
  private identities = 0;
  private honestReads = 0;

  constructor(private readonly options: AttackOptions) {
    this.victim = new Victim(options.seed);
    this.known = { runs: [...this.victim.runs.keys()], lastOffset: 0 };
    this.make = new RequestMaker(new Random(options.seed), this.known);
  }

  async run(): Promise<AttackResult> {
    const { result, options } = this;
    this.survey();
    let nextVisit = HONEST_EVERY;
    const heapAt = Math.floor(options.operations / 10);
    while (result.operations < options.operations) {
      this.operation();
      if (result.heapBefore === 0 && result.operations >= heapAt) result.heapBefore = heap();
      if (result.operations < nextVisit) continue;
      nextVisit += HONEST_EVERY;
      await this.visit();
      options.onProgress?.(result.operations);
    }
    await this.visit();
    result.heapAfter = heap();
    result.simulated_s = this.victim.clock.now_us / 1e6;
    return result;
  }

  /** What there is to read, write and subscribe to, found by discovery. */
  private survey(): void {
    const central = this.victim.virtual.connect();
    for (const { uuid, properties } of central.discover().flatMap(({ characteristics }) => characteristics)) {
      if ((properties & Property.Read) !== 0) this.readable.push(uuid);
      if ((properties & (Property.Write | Property.WriteWithoutResponse)) !== 0) this.writable.push(uuid);
      if ((properties & (Property.Notify | Property.Indicate)) !== 0) this.subscribable.push(uuid);
    }
    central.disconnect();
  }

  private operation(): void {
    const { make } = this;
    const attacker = this.attackers.length > 0 ? make.pick(this.attackers) : undefined;
    if (!attacker || make.chance(0.02)) return this.count('connect', () => this.connect());
    const { central } = attacker;
    if (!central.connected) {
      this.attackers.splice(this.attackers.indexOf(attacker), 1);
      return;
    }
    const kind = make.below(100);
    if (kind < 2) this.count('disconnect', () => central.disconnect());
    else if (kind < 4) this.count('pair', () => this.pair(central));
    else if (kind < 8)
      this.count('subscribe', () => central.subscribe(make.pick(this.subscribable)), central);
    else if (kind < 10)
      this.count('unsubscribe', () => central.unsubscribe(make.pick(this.subscribable)), central);
    else if (kind < 16) this.count('confirm', () => central.confirm());
    else if (kind < 22) this.count('read', () => void central.read(make.pick(this.readable)), central);
    else if (kind < 37) this.write('noise', central, make.pick(this.writable), make.noise());
    else if (kind < 47) this.write('sensor control point', central, SC_CONTROL_POINT, make.sensorRequest());
    else if (kind < 67) this.write('control point', central, CONTROL_POINT, make.footfallRequest());
    else if (kind < 68) this.prove(central);
    else if (kind < 84) this.write('frame', central, TRANSFER, make.frame());
    else if (kind < 85) {
      if (make.chance(0.2)) this.flood(central);
    } else if (kind < 86) this.count('battery', () => (this.victim.battery.level = make.below(130)));
    else if (kind < 87) this.count('gesture', () => this.gesture());
    else this.count('time', () => this.victim.pass(make.chance(0.97) ? make.below(60) : make.below(40_000)));
  }

  private connect(): void {
    const { make, victim, known } = this;
    const parameters = victim.virtual.advertising?.parameters;
    if (parameters?.connectable !== true || this.attackers.length >= 3) {
      victim.pass(100);
      return;
    }
    this.result.connections++;
    const manner = make.below(3);
    const central = victim.virtual.connect({
      mtu: MTU_LEAST + make.below(MTU_MOST - MTU_LEAST + 1),
      identity: `attacker ${this.identities++}`,
      encrypted: manner > 0,
      bonded: manner === 2,
      confirms: make.chance(0.7),
      onValue: (uuid, bytes) => {
        this.result.values++;
        if (uuid === TRANSFER && bytes.length >= 4)
          known.lastOffset = bytes[1] | (bytes[2] << 8) | (bytes[3] << 16);
      },
    });
    this.attackers.push({ central, known });
    // Most of them ask for everything there is.
    if (make.chance(0.7))
      for (const uuid of this.subscribable) this.guard('subscribe', () => central.subscribe(uuid), central);
  }

  private pair(central: VirtualCentral): void {
    try {
      if (this.make.chance(0.5)) central.pair();
      else central.encrypt();
    } catch (error) {
      if (!(error instanceof PairingException)) throw error;
    }
  }

  private gesture(): void {
    this.victim.radio.openBondingWindow(this.victim.clock.clock.now());
  }

  /** A proof with the right checksum: after it the run may be released. */
  private prove(central: VirtualCentral): void {
    const run = this.victim.runs.get(this.make.pick(this.known.runs));
    if (!run) return;
    if (central.bonded) this.proved.add(run.run);
    const proof = [0x13, ...uint(run.run, 4), ...uint(run.stream.length, 3), ...uint(crc32(run.stream), 4)];
    this.write('proof', central, CONTROL_POINT, Uint8Array.from(proof));
  }

  private flood(central: VirtualCentral): void {
    const { make } = this;
    const uuid = make.pick(this.writable);
    for (let left = make.below(FLOOD_MOST); left > 0 && central.connected; left--)
      this.write('flood', central, uuid, make.chance(0.5) ? make.noise() : make.footfallRequest());
  }

  private write(kind: string, central: VirtualCentral, uuid: string, value: Uint8Array): void {
    this.count(kind, () => central.write(uuid, value), central);
  }

  private count(kind: string, action: () => void, by?: VirtualCentral): void {
    this.result.operations++;
    this.result.byKind[kind] = (this.result.byKind[kind] ?? 0) + 1;
    this.guard(kind, action, by);
  }

  /** Has `action` done, and looks at what came of it. */
  private guard(kind: string, action: () => void, by?: VirtualCentral): void {
    const { victim, result } = this;
    const fixed = victim.fixed;
    const guarded = by && !by.bonded ? victim.guarded : undefined;
    const read = victim.flash.readBytes;
    let answer = 'success';
    try {
      action();
    } catch (error) {
      if (error instanceof AttException && ALLOWED.has(error.code))
        answer = `error 0x${error.code.toString(16).padStart(2, '0')}`;
      else {
        answer = 'crash';
        result.crashes++;
        this.problem(`${kind}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
    if (by) result.answers[answer] = (result.answers[answer] ?? 0) + 1;
    if (by) result.mostRead = Math.max(result.mostRead, victim.flash.readBytes - read);
    if (victim.fixed !== fixed) this.changed(`${kind}: the odometer changed`);
    if (guarded !== undefined && victim.guarded !== guarded)
      this.changed(`${kind} without a bond changed ${guarded} into ${victim.guarded}`);
  }

  private changed(sentence: string): void {
    this.result.changes++;
    this.problem(sentence);
  }

  private problem(sentence: string): void {
    if (this.result.problems.length < 20) this.result.problems.push(sentence);
  }

  /** All attackers leave; an honest phone comes, and must be served. Then the memory is looked at. */
  private async visit(): Promise<void> {
    const { victim, result } = this;
    for (const { central } of this.attackers.splice(0)) central.disconnect();
    result.honestVisits++;
    const time = new ScenarioClock(victim.clock);
    try {
      await time.run(() => this.honest(time));
    } catch (error) {
      result.blocked++;
      this.problem(`honest phone: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (victim.radio.connections !== 0)
      this.changed(`${victim.radio.connections} connections kept for nobody`);
    const released = victim.releasedUnproved(this.proved);
    if (released.length > 0) this.changed(`released without proof: ${released.join(' ')}`);
    if (result.honestVisits % 20 !== 1) return;
    const spoilt = victim.spoiltRuns();
    if (spoilt.length > 0) this.changed(`bytes of runs changed: ${spoilt.join(' ')}`);
  }

  private async honest(time: ScenarioClock): Promise<void> {
    const { virtual } = this.victim;
    await time.sleep(3000);
    const mtu = MTU_LEAST + this.make.below(MTU_MOST - MTU_LEAST + 1);
    const transport = new VirtualTransport(
      virtual,
      time,
      { mtu, identity: 'honest', bonded: true },
      (_uuid, value) => {
        if (value[0] !== 1) time.settle();
      },
    );
    const controlPoint = await ControlPoint.open(transport);
    const history = await History.open(transport, controlPoint);
    const list = await history.list();
    const entry = list.filter(({ isOver, hasStart }) => isOver && hasStart)[
      this.honestReads++ % Math.max(1, list.length)
    ];
    if (entry) {
      const stored = new MemoryBytes();
      await history.read(entry.run, stored);
      const true_ = this.victim.runs.get(entry.run);
      if (true_ && Buffer.compare(stored.all(), true_.stream) !== 0)
        throw new Error(`run ${entry.run} came wrong`);
    }
    transport.close();
  }
}

function heap(): number {
  const { gc } = globalThis;
  if (!gc) return 0;
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
