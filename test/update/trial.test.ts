/** The trial of a new image, second by second (docs/SPEC-UPDATE.md, 5). */
import { expect } from 'chai';
import type { BootControl } from '../../firmware/io/boot';
import { Trial, type SelfTest } from '../../firmware/update/trial';
import { SOUND } from '../../host-sim/ota/life';

class Boot implements BootControl {
  readonly returned = false;
  confirms = true;
  readonly calls: string[] = [];

  constructor(readonly onTrial = true) {}

  otherSlot(): never {
    throw new Error('a trial opens no slot');
  }

  activate(): boolean {
    this.calls.push('activate');
    return true;
  }

  confirm(): boolean {
    this.calls.push('confirm');
    return this.confirms;
  }

  reject(): void {
    this.calls.push('reject');
  }
}

/** Runs a trial from `from_s` on, with what the shoe finds each second. @returns when it ended and how, as "second: call" */
function trial(test: (second: number) => SelfTest, boot = new Boot(), seconds = 120): string[] {
  const it = new Trial(boot);
  const ends: string[] = [];
  for (let second = 0; second < seconds; second++) {
    const before = boot.calls.length;
    it.tick(1_000_000 + 1000 * second, test(second));
    for (const call of boot.calls.slice(before)) ends.push(`${second}: ${call}`);
  }
  return ends;
}

describe('a trial', () => {
  it('confirms after ten sound seconds, once', () => {
    expect(trial(() => SOUND)).to.deep.equal(['10: confirm']);
  });

  it('counts the ten seconds anew after anything was missing', () => {
    const lost = { ...SOUND, radioStarted: false };
    expect(trial((second) => (second === 7 ? lost : SOUND))).to.deep.equal(['18: confirm']);
  });

  it('rejects after a minute without record, radio or IMU', () => {
    for (const missing of ['recordOpened', 'radioStarted', 'imuAnswers'])
      expect(
        trial(() => ({ ...SOUND, [missing]: false })),
        missing,
      ).to.deep.equal(['60: reject']);
  });

  it('waits for an IMU that answers late', () => {
    expect(trial((second) => ({ ...SOUND, imuAnswers: second >= 31 }))).to.deep.equal(['41: confirm']);
  });

  it('does not blame the image for an IMU that was missing before', () => {
    expect(trial(() => ({ ...SOUND, imuAnswers: false, imuWasMissing: true }))).to.deep.equal([
      '10: confirm',
    ]);
  });

  it('tries a confirmation again that could not be written', () => {
    const boot = new Boot();
    boot.confirms = false;
    const ends = trial((second) => {
      boot.confirms = second >= 13;
      return SOUND;
    }, boot);
    expect(ends).to.deep.equal(['10: confirm', '11: confirm', '12: confirm', '13: confirm']);
  });

  it('is none for an image that was confirmed before', () => {
    expect(trial(() => ({ ...SOUND, recordOpened: false }), new Boot(false))).to.deep.equal([]);
  });
});
