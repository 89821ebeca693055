import { expect } from 'chai';
import { RequestFailed, Result } from '../../companion/client/control-point';
import { LinkLost } from '../../companion/client/transport';
import { CONTROL_POINT, INFORMATION } from '../../companion/client/uuids';
import type { Measurement } from '../../companion/live/measurement';
import { Problem, type Device, type Link } from '../../companion/page/shoes/device';
import { problemOf, Shoe } from '../../companion/page/shoes/shoe';
import { MEASUREMENT } from '../../companion/page/shoes/uuids';

/** Information of docs/SPEC.md 4.2. */
interface Told {
  readonly major?: number;
  readonly bonded?: boolean;
  readonly bondable?: boolean;
}

/** A link to a shoe that answers what everyone may ask, and refuses what needs a bond. */
class ScriptedLink implements Link {
  readonly maximumWrite = 20;
  readonly listeners = new Map<string, (value: Uint8Array) => void>();
  private readonly closing: (() => void)[] = [];
  private open = true;

  constructor(private readonly told: Told) {}

  read(uuid: string): Promise<Uint8Array> {
    if (!this.open) return Promise.reject(new LinkLost());
    const { major = 1, bonded = false, bondable = false } = this.told;
    if (uuid !== INFORMATION) return Promise.resolve(Uint8Array.of(80));
    return Promise.resolve(
      Uint8Array.of(major, 0, 0xff, 0, (bonded ? 2 : 0) | (bondable ? 4 : 0), 32, 0, 0, 0, 0),
    );
  }

  write(): Promise<void> {
    return Promise.reject(new Error('GATT operation not permitted.'));
  }

  send(): void {
    // Nothing is sent without a bond.
  }

  subscribe(uuid: string, listener: (value: Uint8Array) => void): Promise<void> {
    if (!this.open) return Promise.reject(new LinkLost());
    if (uuid === CONTROL_POINT) return Promise.reject(new Error('GATT operation not permitted.'));
    this.listeners.set(uuid, listener);
    return Promise.resolve();
  }

  onClosed(listener: () => void): void {
    this.closing.push(listener);
  }

  close(): void {
    this.open = false;
    for (const listener of this.closing.splice(0)) listener();
  }
}

describe('a shoe on the page', () => {
  let links: ScriptedLink[];
  let measured: Measurement[];

  /** A shoe each of whose connections is a link, or fails. */
  function shoeOf(...openings: (Told | Error)[]): Shoe {
    links = [];
    measured = [];
    let next = 0;
    const device: Device = {
      id: '1',
      name: 'Footfall',
      open: () => {
        const opening = openings[Math.min(next++, openings.length - 1)];
        if (opening instanceof Error) return Promise.reject(opening);
        const link = new ScriptedLink(opening);
        links.push(link);
        return Promise.resolve(link);
      },
    };
    const nothing = () => undefined;
    return new Shoe(device, {
      measured: (_shoe, one) => measured.push(one),
      strode: nothing,
      ready: nothing,
    });
  }

  it('shows live values without a bond, and says how to get one', async () => {
    const shoe = shoeOf({});
    await shoe.connect();
    expect([shoe.phase.value, shoe.problem.value, shoe.bonded.value]).to.deep.equal([
      'on',
      'needsTaps',
      false,
    ]);
    links[0].listeners.get(MEASUREMENT)?.(Uint8Array.of(6, 0, 3, 80, 0, 0, 0, 0));
    expect(measured).to.have.length(1);
    shoe.disconnect();
    expect(shoe.phase.value).to.equal('off');
  });

  it('tells a refused pairing from a shut window', async () => {
    const shoe = shoeOf({ bondable: true });
    await shoe.connect();
    expect(shoe.problem.value).to.equal('pairingFailed');
    shoe.disconnect();
  });

  it('asks a shoe of a newer protocol for nothing but what is standard', async () => {
    const shoe = shoeOf({ major: 2, bonded: true });
    await shoe.connect();
    expect([shoe.phase.value, shoe.problem.value]).to.deep.equal(['on', 'newerShoe']);
    expect(links[0].listeners.has(MEASUREMENT)).to.equal(true);
    shoe.disconnect();
  });

  it('passes over garbage', async () => {
    const shoe = shoeOf({});
    await shoe.connect();
    const heard = links[0].listeners.get(MEASUREMENT);
    for (const garbage of [[], [7], [2, 0xff, 0xff, 0xff, 0, 0, 0, 0], new Array<number>(300).fill(0xff)])
      heard?.(Uint8Array.from(garbage));
    expect([measured.length, shoe.garbage]).to.deep.equal([0, 4]);
    shoe.disconnect();
  });

  it('says why a first connection failed, and gives up', async () => {
    for (const problem of ['unreachable', 'taken', 'wrongDevice'] as const) {
      const shoe = shoeOf(new Problem(problem));
      await shoe.connect();
      expect([shoe.phase.value, shoe.problem.value]).to.deep.equal(['off', problem]);
    }
  });

  it('seeks a lost shoe again, at once when it is looked at', async () => {
    const shoe = shoeOf({}, new Problem('unreachable'), {});
    await shoe.connect();
    links[0].close();
    expect(shoe.phase.value).to.equal('lost');
    shoe.hurry();
    await new Promise((done) => setTimeout(done, 0));
    expect(shoe.phase.value, 'still out of reach').to.equal('lost');
    shoe.hurry();
    await new Promise((done) => setTimeout(done, 0));
    expect(shoe.phase.value).to.equal('on');
    shoe.disconnect();
    expect(shoe.phase.value).to.equal('off');
  });

  it('has words for what requests and the browser fail with', () => {
    const refused = (result: number) => new RequestFailed(0x10, result, new Uint8Array(0));
    const named = (name: string) => Object.assign(new Error('x'), { name });
    expect([
      problemOf(new LinkLost()),
      problemOf(refused(Result.NotBonded)),
      problemOf(refused(Result.Busy)),
      problemOf(refused(Result.NotAvailable)),
      problemOf(named('QuotaExceededError')),
      problemOf(named('AbortError')),
      problemOf(named('NotProved')),
      problemOf(named('TransferEnded')),
      problemOf('odd'),
    ]).to.deep.equal([
      'linkLost',
      'needsTaps',
      'shoeBusy',
      'noHistory',
      'storageFull',
      'storageFailed',
      'notProved',
      'transferStopped',
      'unexpected',
    ]);
  });
});
