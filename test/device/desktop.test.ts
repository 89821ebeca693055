/** What the desktop simulator is built from, without the SDK. */
import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openRecording, packRecording } from '../../host-sim/desktop/recording';
import { strideLines } from '../../host-sim/desktop/stride-lines';
import { prepareSimulator, simulatorModules } from '../../host-sim/device/desktop';
import { importGraph } from '../../host-sim/device/import-graph';
import { ROOT } from '../../host-sim/device/targets';
import { replay } from '../../host-sim/engines/node';
import { synthesise } from '../../host-sim/traces/synth';
import type { TraceSource } from '../../host-sim/traces/source';

function walk(): TraceSource {
  return synthesise({
    name: 'walk',
    seed: 3,
    segments: [
      { kind: 'stand', duration_s: 3 },
      { kind: 'walk', duration_s: 12, speed_mps: 1.4 },
      { kind: 'stand', duration_s: 2 },
    ],
  });
}

describe('desktop simulator', () => {
  it('replays a recording from a resource as the Node replay does from its source', () => {
    const packed = packRecording(walk());
    const fromResource = strideLines(replay(openRecording(packed.buffer as ArrayBuffer)));
    expect(fromResource).to.deep.equal(strideLines(replay(walk())));
    expect(fromResource.length).to.be.greaterThan(8);
    const opened = openRecording(packed.buffer as ArrayBuffer);
    expect(opened).to.include({ name: 'walk', synthetic: true, hasGyro: true });
  });

  it('refuses a resource that is no recording, or a part of one', () => {
    const packed = packRecording(walk());
    const open = (bytes: Uint8Array) => () => openRecording(bytes.slice().buffer);
    expect(open(packed.subarray(0, 40))).to.throw('no recording');
    expect(open(packed.subarray(0, packed.length - 8))).to.throw('does not have');
    packed[0] ^= 1;
    expect(open(packed)).to.throw('no recording');
  });

  it('has modules that need no Node and no package: only the resource of the SDK', () => {
    const { bare } = importGraph(join(ROOT, 'host-sim/desktop/main.ts'));
    expect([...bare.keys()]).to.deep.equal(['Resource']);
    const names = simulatorModules();
    expect(names).to.include('firmware/shoe').and.include('host-sim/board/clock');
    expect(names.filter((name) => name.startsWith('firmware/device/'))).to.deep.equal([]);
  });

  it('writes a manifest whose every file is there, with the firmware preloaded', () => {
    const folder = mkdtempSync(join(tmpdir(), 'desktop-'));
    try {
      const manifest = JSON.parse(readFileSync(prepareSimulator(walk(), folder), 'utf8')) as {
        modules: Record<string, string>;
        preload: string[];
      };
      const { main, ...modules } = manifest.modules;
      expect(existsSync(resolve(folder, `${main}.js`))).to.equal(true);
      for (const source of Object.values(modules))
        expect(existsSync(resolve(folder, `${source}.ts`)), source).to.equal(true);
      expect(existsSync(join(folder, 'recording.bin'))).to.equal(true);
      expect(manifest.preload).to.include('firmware/shoe').and.not.include('host-sim/board/clock');
      for (const name of manifest.preload) expect(modules).to.have.property(name);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
