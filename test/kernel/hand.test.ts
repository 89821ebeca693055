/** The passes written by hand, which `npm run bench:rv32` measures the translated ones against, compute the same. */
import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { Equality, makeForms } from '../../host-sim/kernel/equality';
import { counted } from '../../host-sim/kernel/hand';
import { CHECKED } from '../../host-sim/kernel/programs';
import { outing } from './outing';

const noCompiler = spawnSync(process.env.CC ?? 'cc', ['--version']).error !== undefined;

describe(`the kernel's passes written by hand${noCompiler ? ' (pending: no C compiler)' : ''}`, function () {
  this.timeout(120_000);
  let equality: Equality;
  before(function () {
    if (noCompiler) return this.skip();
    equality = new Equality(makeForms([counted(CHECKED, 'hand')]));
  });

  it('leave the state of the TypeScript after every call: a walk and a run, without gyroscope, of averaged frames', () => {
    equality.replayed(outing());
    equality.replayed(outing(), { gyroscope: 'never' });
    equality.replayed(outing(), { rate_Hz: 416 });
    equality.finish();
    expect(equality.counts.strides).to.be.above(40);
  });

  it('leave it whatever the sensor reads', () => {
    // Among them calm ones: the gyroscope at its end for 25 strides in the second, the accelerometer in the third.
    for (const seed of [2, 10, 12]) equality.adversarial(seed, 10_000);
    equality.finish();
  });
});
