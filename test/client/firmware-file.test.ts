import { expect } from 'chai';
import { NotFirmware, readFirmwareFile } from '../../companion/client/firmware-file';
import { firmwareFile, newKey } from '../../host-sim/ota/file';

describe('a firmware file, as the client reads it', () => {
  const file = firmwareFile(
    Buffer.alloc(1000, 1),
    { chip: 13, board: 'xiao-esp32c6', version: '1.2.30' },
    newKey(),
  );

  it('says what it is for', () => {
    expect(readFirmwareFile(file)).to.deep.equal({
      chip: 13,
      board: 'xiao-esp32c6',
      version: [1, 2, 30],
      imageBytes: 1000,
    });
  });

  it('is none when it is something else, of another kind, or cut short', () => {
    for (const bytes of [
      new Uint8Array(0),
      new Uint8Array(300),
      file.subarray(0, 256),
      file.subarray(0, 900),
    ])
      expect(() => readFirmwareFile(bytes)).to.throw(NotFirmware);
    const newer = Uint8Array.from(file);
    newer[4] = 2;
    expect(() => readFirmwareFile(newer)).to.throw(NotFirmware, 'of a kind not known');
  });
});
