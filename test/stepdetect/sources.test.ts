/** Every constant of the detectors says what it is for and where its value comes from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { fullName, isFit } from '../../host-sim/sweep/constants';
import { KernelModules } from '../../host-sim/sweep/modules';

const { constants } = new KernelModules();
/** What finds strides, and what it knows of the sensor by. */
const DETECTORS = /^(stepdetect\/|sensors\/(alignment|rest|stillness|taps)\.ts)/;
/** Fields of a record, validity bits and the names of states: they measure nothing. */
const CODES =
  /^(stride|stride-record)\/|^setup\/FOOT_|^gate\/(GATE_\w+|REST|MOVING|VALLEY|NEVER)$|^strapdown\/RUN_|^detector\/(SCAN|FOLLOW\w*|WEIGH|BEGIN|LEARN|START|INTEGRATE|JUDGE|TELL)$|^integration\/(AS_IT_IS|TRIAL|LAST)$|\/NO_LENGTH_mm$/;

const measures = constants.filter(
  (constant) =>
    DETECTORS.test(constant.file) && constant.value !== undefined && !CODES.test(fullName(constant)),
);

describe('constants of the detectors', () => {
  it('are found: some two hundred', () => {
    expect(measures.length).to.be.above(200);
  });

  it('say what they are for', () => {
    const silent = measures.filter(({ text }) => text === '').map(fullName);
    expect(silent).to.deep.equal([]);
  });

  it('have a source: a paper, a data sheet, a reason, or `@source fit`, which npm run score:sweep reproduces', () => {
    const without = measures.filter(({ source }) => !source).map(fullName);
    expect(without).to.deep.equal([]);
  });

  it('are in docs/ACCURACY.md with their values where they are fits', () => {
    const text = readFileSync(join(__dirname, '../../docs/ACCURACY.md'), 'utf8');
    const section = text.slice(text.indexOf('## Constants'), text.indexOf('## What is not a step'));
    const told = section.split(/\s+/).join(' ');
    const stale = measures
      .filter((constant) => isFit(constant, false) || isFit(constant, true))
      .map((constant) => `${fullName(constant)} ${constant.value}`)
      .filter((entry) => !new RegExp(`(^|\\s)${entry.replace('.', '\\.')}(?![\\d.]\\d|\\d)`).test(told));
    // A value that changed: `npm run score:sweep -- ROOT --constant NAME`, and its line there.
    expect(stale).to.deep.equal([]);
  });

  it('are fits of the one detector or the other, so that a sweep knows what to withhold', () => {
    const accelOnly = new Set(measures.filter((each) => isFit(each, true)).map(({ file }) => file));
    const both = measures.filter((each) => isFit(each, false) && accelOnly.has(each.file)).map(fullName);
    expect(accelOnly.size).to.be.above(2);
    expect(both).to.deep.equal([]);
  });
});
