/** Updates of the whole shoe over its lives on the virtual board: crashes, safe mode, sleep, runs. The companion's client over the virtual radio. */
import { expect } from 'chai';
import { uint } from '../../companion/client/bytes';
import { crc32 } from '../../companion/client/crc';
import { dataFrame } from '../../companion/client/frames';
import { CONTROL_POINT, TRANSFER } from '../../companion/client/uuids';
import { ControlPoint, RequestFailed } from '../../companion/client/control-point';
import { Update } from '../../companion/client/update';
import { ResetReason } from '../../firmware/io/chip';
import { POWER_AWAKE, POWER_SAFE } from '../../firmware/power/states';
import type { ShoeOptions } from '../../firmware/shoe';
import { buildEspImage } from '../../host-sim/board/esp-image';
import { flashedByCable } from '../../host-sim/board/two-slots';
import type { FaultScript, Span } from '../../host-sim/board/faults';
import type { LivingShoe } from '../../host-sim/engines/living-shoe';
import { firmwareFile, newKey, publicPoint } from '../../host-sim/ota/file';
import type { Maker } from '../../host-sim/ota/life';
import { ScenarioClock } from '../../host-sim/radio/scenario-clock';
import { VirtualTransport } from '../../host-sim/soak/virtual-transport';
import { HOUR_ms, living, MINUTE_ms, SECOND_ms, type Living } from '../power/rig';
import { runs } from '../record/read';

const key = newKey();
const MAKER: Maker = { chip: 5, board: 'test-board', keys: [publicPoint(key).toString('hex')] };
const image = (version: string) => buildEspImage(MAKER.chip, version, 20_000);
const release = (version: string) => firmwareFile(image(version), { ...MAKER, version }, key);
const BUSY = 6;

/** A shoe with version 1.0.0, of which some versions crash as they start. */
function updatable(crashing: readonly string[] = [], faults?: FaultScript): Living {
  const rig = living({
    faults,
    slots: { images: flashedByCable(image('1.0.0'), 16), maker: MAKER },
    change: (options: ShoeOptions) => {
      if (crashing.includes(options.identity.firmware)) throw new Error('a firmware that crashes');
      return options;
    },
  });
  rig.it.chip.powerOn();
  rig.it.run(SECOND_ms);
  return rig;
}

function version(shoe: LivingShoe): string | undefined {
  return shoe.slots?.image(shoe.slots.running)?.version;
}

/** A phone comes, sends the file and has it started. */
async function install(shoe: LivingShoe, file: Uint8Array): Promise<void> {
  const time = new ScenarioClock(shoe.clock);
  await time.run(async () => {
    const transport = new VirtualTransport(
      shoe.radio,
      time,
      { mtu: 185, identity: 'phone', bonded: true },
      () => time.settle(),
    );
    try {
      const update = await Update.open(transport, await ControlPoint.open(transport));
      await update.send(file);
      await update.apply();
    } finally {
      transport.close();
    }
  });
}

function reasons(shoe: LivingShoe): number[] {
  return shoe.chip.starts.map(({ reason }) => reason);
}

describe('a shoe that is updated', () => {
  it('runs the new firmware, sleeps deeply and wakes with it, and has lost nothing', async () => {
    const { it: shoe, run } = updatable();
    run(90);
    shoe.run(5 * MINUTE_ms);
    const before = shoe.record && runs(shoe.record);
    expect(before).to.have.length(1);
    await install(shoe, release('1.1.0'));
    shoe.run(20 * SECOND_ms);
    expect(version(shoe)).to.equal('1.1.0');
    expect(shoe.log).to.include('update: the new image works and stays');
    expect(reasons(shoe)).to.deep.equal([ResetReason.PowerOn, ResetReason.Software]);
    shoe.run(HOUR_ms);
    expect(shoe.chip.mode).to.equal('deep sleep');
    run(90);
    shoe.run(5 * MINUTE_ms);
    expect(version(shoe)).to.equal('1.1.0');
    const after = shoe.record && runs(shoe.record);
    expect(after).to.have.length(2);
    expect(after?.[0]).to.deep.equal(before?.[0]);
  });

  it('is not restarted in the middle of a run', async () => {
    const { it: shoe, runs: runsFor } = updatable();
    const length_ms = runsFor(180);
    shoe.run(120_000);
    expect(shoe.shoe?.live.inSession).to.equal(true);
    let result = 0;
    try {
      await install(shoe, release('1.1.0'));
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      result = error.result;
    }
    expect(result).to.equal(BUSY);
    shoe.run(length_ms + 5 * MINUTE_ms);
    expect(version(shoe)).to.equal('1.0.0');
    expect(shoe.record && runs(shoe.record)).to.have.length(1);
  });

  it('does not fall asleep while a slow phone sends', () => {
    const { it: shoe } = updatable();
    const file = release('1.1.0');
    const phone = shoe.radio.connect({ mtu: 185, identity: 'phone', bonded: true });
    phone.subscribe(CONTROL_POINT);
    phone.subscribe(TRANSFER);
    phone.write(CONTROL_POINT, [0x40, ...uint(file.length, 3), ...uint(crc32(file), 4), 1, 1, 0]);
    for (let at = 0; at < 30 * 100; at += 100) {
      phone.write(TRANSFER, dataFrame(at, file.subarray(at, at + 100)));
      shoe.run(20 * SECOND_ms);
    }
    expect([phone.connected, shoe.shoe?.asleep]).to.deep.equal([true, false]);
    shoe.run(6 * MINUTE_ms);
    expect([phone.connected, shoe.shoe?.asleep]).to.deep.equal([false, true]);
  });

  it('to a firmware that crashes goes back to the one before by itself', async () => {
    const { it: shoe } = updatable(['1.1.0']);
    await install(shoe, release('1.1.0'));
    shoe.run(20 * SECOND_ms);
    expect(version(shoe)).to.equal('1.0.0');
    expect(shoe.power?.state).to.equal(POWER_AWAKE);
    expect(reasons(shoe)).to.deep.equal([ResetReason.PowerOn, ResetReason.Software, ResetReason.Software]);
    await install(shoe, release('1.2.0'));
    shoe.run(20 * SECOND_ms);
    expect(version(shoe)).to.equal('1.2.0');
  });

  it('is brought back from safe mode, where a firmware that crashes again and again has left it', async () => {
    const { it: shoe } = updatable(['1.0.0', '1.1.0']);
    shoe.run(10 * SECOND_ms);
    expect(shoe.power?.state).to.equal(POWER_SAFE);
    // Another one that crashes: safe mode of the one before again, for a further try.
    await install(shoe, release('1.1.0'));
    shoe.run(10 * SECOND_ms);
    expect([version(shoe), shoe.power?.state]).to.deep.equal(['1.0.0', POWER_SAFE]);
    await install(shoe, release('1.2.0'));
    shoe.run(20 * SECOND_ms);
    expect([version(shoe), shoe.power?.state]).to.deep.equal(['1.2.0', POWER_AWAKE]);
    expect(shoe.record).to.not.equal(undefined);
    expect(shoe.log.at(-1)).to.equal('update: the new image works and stays');
  });

  it('keeps a new firmware on a broken IMU, and does not keep one that finds none on a sound one', async () => {
    const { it: broken } = updatable([], { absent: true });
    broken.run(15 * MINUTE_ms);
    // Without an IMU the shoe sleeps, and looks for it every hour.
    broken.chip.powerOff();
    broken.chip.powerOn();
    broken.run(20 * SECOND_ms);
    await install(broken, release('1.1.0'));
    broken.run(90 * SECOND_ms);
    expect(version(broken)).to.equal('1.1.0');
    const noAcknowledge: Span[] = [];
    const { it: shoe } = updatable([], { noAcknowledge });
    await install(shoe, release('1.1.0'));
    // From just before the restart on.
    noAcknowledge.push({ from_us: shoe.clock.now_us + 900_000, to_us: Infinity });
    shoe.run(15 * SECOND_ms);
    expect(version(shoe)).to.equal('1.1.0');
    shoe.run(90 * SECOND_ms);
    expect(version(shoe)).to.equal('1.0.0');
    expect(shoe.log).to.include('update: back to the image before: the IMU does not answer');
  });

  it('and loses its power during the trial has the firmware before', async () => {
    const { it: shoe } = updatable();
    await install(shoe, release('1.1.0'));
    shoe.run(5 * SECOND_ms);
    expect(version(shoe)).to.equal('1.1.0');
    shoe.chip.powerOff();
    shoe.chip.powerOn();
    shoe.run(20 * SECOND_ms);
    expect(version(shoe)).to.equal('1.0.0');
    await install(shoe, release('1.1.0'));
    shoe.run(20 * SECOND_ms);
    expect(version(shoe)).to.equal('1.1.0');
  });
});
