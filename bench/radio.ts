/** What the radio costs: work and memory of a notification on XS, throughput of history, air time by state. */
import { withPhases } from '../host-sim/engines/xs/phases';
import { meterXs, recordReplay } from '../host-sim/engines/xs/run';
import { MemoryBytes } from '../companion/client/stored-bytes';
import { History } from '../companion/client/history';
import { ControlPoint } from '../companion/client/control-point';
import type { AirMeter } from '../host-sim/radio/air-meter';
import { scenario, type OnAir } from '../host-sim/radio/subject';
import { StackTransport } from '../host-sim/soak/stack-transport';
import { synthesise } from '../host-sim/traces/synth';

/** Phase of `phases.ts` that is the radio's. */
const BLE = 5;
const RUN_s = 90;
const WARM_UP_s = 30;
/** Over which air time is measured, s. */
const SPAN_s = 120;
const HOUR_s = 3600;
const MEASUREMENT = '2a53';

function row(what: string, figure: string, remark = ''): void {
  console.log(`${what.padEnd(58)}${figure.padStart(16)}  ${remark}`.trimEnd());
}

/** A run of 90 s on XS with a watch that has subscribed; the first 30 s are not counted. */
function benchNotification(): void {
  const { transcript } = recordReplay(
    synthesise({
      name: 'run',
      segments: [
        { kind: 'stand', duration_s: 3 },
        { kind: 'run', duration_s: RUN_s, speed_mps: 3 },
      ],
    }),
  );
  const { report, costs } = meterXs(transcript, { warmUp_us: WARM_UP_s * 1e6, edit: withPhases });
  const ticks = costs.entries.filter(({ time_s, phases }) => time_s > WARM_UP_s && phases[BLE] > 0);
  const mean = (entries: typeof ticks) =>
    entries.reduce((sum, { phases }) => sum + phases[BLE], 0) / Math.max(1, entries.length);
  const sending = ticks.filter(({ notifications }) => notifications > 0);
  const operations = mean(sending);
  row('a tick of the radio with a notification', operations.toFixed(0), 'operations of the XS interpreter');
  row('measured over', String(sending.length), 'ticks of a run of 60 s');
  const { slots, bytes, calls } = report.phases[BLE];
  row('allocated by the radio in them', `${slots} slots, ${bytes} B`, `${calls} calls`);
}

interface Throughput {
  readonly bytes: number;
  readonly events: number;
  readonly seconds: number;
}

/** Reads the longest run of the memory, and counts connection events from the first data byte on. */
async function throughput(mtu: number, dataLength: number, units: number): Promise<Throughput> {
  let measured: Throughput = { bytes: 0, events: 0, seconds: 0 };
  await scenario({ whole: true, dataLength }, async (it) => {
    const central = await it.rig.central({ mtu, dataLength });
    const link = await central.connect(await central.scan(), {
      connIntervalMin: units,
      connIntervalMax: units,
    });
    // A shoe may wish for another interval; this measures the one that was chosen.
    link.connection.on('updateConnParamsRequest', (_wish: unknown, answer: (accepted: boolean) => void) =>
      answer(false),
    );
    await link.exchangeMtu();
    await link.pair();
    await link.discover();
    const meter = it.rig.shoeController.meter;
    let start: { events: number; us: number } | undefined;
    const transport = new StackTransport(link, (_uuid, value) => {
      if (value[0] === 1) start ??= { events: meter.connectionEvents, us: it.rig.clock.now_us };
    });
    const history = await History.open(transport, await ControlPoint.open(transport));
    const runs = (await history.list()).filter(({ isOver, hasStart }) => isOver && hasStart);
    const longest = runs.reduce((most, run) => (run.bytes > most.bytes ? run : most));
    start = undefined;
    await history.read(longest.run, new MemoryBytes());
    const from = start as { events: number; us: number } | undefined;
    if (from)
      measured = {
        bytes: longest.bytes,
        events: meter.connectionEvents - from.events + 1,
        seconds: (it.rig.clock.now_us - from.us) / 1e6,
      };
  });
  return measured;
}

async function benchThroughput(): Promise<void> {
  for (const units of [12, 24])
    for (const [mtu, dataLength] of [
      [23, 27],
      [185, 27],
      [185, 251],
      [247, 251],
    ]) {
      const { bytes, events, seconds } = await throughput(mtu, dataLength, units);
      row(
        `MTU ${mtu}, packets of ${dataLength}, every ${units * 1.25} ms`,
        `${(bytes / events).toFixed(0)} B/event`,
        `${(bytes / seconds / 1000).toFixed(1)} kB/s, a run of ${bytes} bytes`,
      );
    }
}

/** Air time of the shoe between two looks, as seconds in an hour. */
async function airTime(what: string, it: OnAir, ms: number): Promise<void> {
  const meter = it.rig.shoeController.meter;
  const before: AirMeter = Object.assign(Object.create(null) as AirMeter, meter);
  await it.rig.sleep(ms);
  const share = (us: number) => ((us / 1e6) * HOUR_s) / (ms / 1000);
  const [tx_s, rx_s] = [share(meter.tx_us - before.tx_us), share(meter.rx_us - before.rx_us)];
  row(what, `${(tx_s + rx_s).toFixed(2)} s/h`, `sending ${tx_s.toFixed(2)}, listening ${rx_s.toFixed(2)}`);
}

async function benchAirTime(): Promise<void> {
  await scenario({}, async (it) => {
    await airTime('advertising, the first 30 s (as if for an hour)', it, 25_000);
    await it.rig.sleep(20_000);
    await airTime('advertising, after them', it, SPAN_s * 1000);
  });
  for (const [name, connIntervalMin, connLatency] of [
    ['a watch, every 30 ms', 24, 0],
    ['a watch, every 100 ms', 80, 0],
    ['a watch, every 270 ms, four left out', 216, 4],
  ] as const)
    await scenario({}, async (it) => {
      const central = await it.rig.central({ mtu: 247 });
      const parameters = {
        connIntervalMin,
        connIntervalMax: connIntervalMin,
        connLatency,
        supervisionTimeout: 600,
      };
      const link = await central.connect(await central.scan(), parameters);
      await link.exchangeMtu();
      await link.discover();
      await link.subscribe(MEASUREMENT, () => undefined);
      await it.rig.sleep(45_000);
      await airTime(`running, ${name}`, it, SPAN_s * 1000);
    });
  row('asleep', '0.00 s/h', 'off the air');
}

/** Prints everything. */
export async function benchRadio(): Promise<void> {
  console.log('\nradio: a notification, on XS');
  benchNotification();
  console.log('\nradio: history, bytes of a run in a connection event (virtual link, no loss)');
  await benchThroughput();
  console.log('\nradio: air time of the shoe (virtual link, LE 1M); with a watch it still advertises slowly');
  await benchAirTime();
}
