/** What makers use: keys, signing, looking at a file; and that the firmware takes what they made. */
import { expect } from 'chai';
import { readFirmwareFile } from '../../companion/client/firmware-file';
import { buildEspImage } from '../../host-sim/board/esp-image';
import { flashedByCable } from '../../host-sim/board/two-slots';
import { imageBytesMost } from '../../host-sim/device/targets';
import { SUCCESS, UpdateLife } from '../../host-sim/ota/life';
import {
  describe as tell,
  makeKey,
  publicDigits,
  readKey,
  signImage,
  SigningError,
} from '../../host-sim/ota/sign';

const BOARD = 'xiao-esp32c3';
const image = Buffer.from(buildEspImage(5, '1.2.3', 4000));

describe('signing firmware', () => {
  const key = readKey(makeKey());

  it('makes a file that says what it is, and that a shoe with the public key takes', () => {
    const file = signImage(image, { board: BOARD, version: '1.2.3' }, key);
    expect(tell(file, publicDigits(key))).to.deep.include({
      chip: 'esp32c3',
      board: BOARD,
      version: '1.2.3',
      imageBytes: 4000,
      digestRight: true,
      signatureRight: true,
    });
    expect(readFirmwareFile(file)).to.deep.include({ chip: 5, board: BOARD, version: [1, 2, 3] });
    const maker = { chip: 5, board: BOARD, keys: [publicDigits(key)] };
    const running = buildEspImage(5, '1.2.2', 4000);
    const life = new UpdateLife(maker, { images: flashedByCable(running, 4) });
    life.start();
    expect(life.install(file)).to.equal(SUCCESS);
  });

  it('tells a wrong digest from a wrong signature', () => {
    const file = signImage(image, { board: BOARD, version: '1.2.3' }, key);
    const look = (bytes: Buffer) => tell(bytes, publicDigits(key));
    const spoiled = Buffer.from(file);
    spoiled[3000] ^= 1;
    expect(look(spoiled)).to.include({ digestRight: false, signatureRight: true });
    const changed = Buffer.from(file);
    changed[11] ^= 1;
    expect(look(changed)).to.include({ digestRight: true, signatureRight: false });
    expect(look(file.subarray(0, 4000))).to.include({ digestRight: false });
    expect(tell(file, publicDigits(readKey(makeKey())))).to.include({ signatureRight: false });
    expect(() => look(image)).to.throw(SigningError, 'not a firmware file');
  });

  it('refuses what no shoe could start or hold, and headers that cannot be written', () => {
    const sign = (bytes: Buffer, header: Partial<{ board: string; version: string }> = {}) =>
      signImage(bytes, { board: BOARD, version: '1.2.3', ...header }, key);
    expect(() => sign(Buffer.from('no image'))).to.throw(SigningError, 'not an application image');
    const spoiled = Buffer.from(image);
    spoiled[600] ^= 1;
    expect(() => sign(spoiled)).to.throw(SigningError, 'spoiled');
    expect(() => sign(Buffer.from(buildEspImage(2, '', 800)))).to.throw(SigningError, 'chip 2');
    const large = Buffer.from(buildEspImage(5, '', imageBytesMost() + 16));
    expect(() => sign(large)).to.throw(SigningError, `a slot takes ${imageBytesMost()}`);
    for (const version of ['1.2', '1.2.256', '1.2.3-beta'])
      expect(() => sign(image, { version })).to.throw(SigningError, 'three numbers');
    for (const board of ['', 'a board', 'x'.repeat(32)])
      expect(() => sign(image, { board })).to.throw(SigningError, '1 to 31 characters');
  });

  it('keeps a key behind a passphrase, and takes no other kind of key', () => {
    const pem = makeKey('open sesame');
    expect(pem).to.contain('ENCRYPTED');
    expect(publicDigits(readKey(pem, 'open sesame'))).to.match(/^04[0-9a-f]{128}$/);
    expect(() => readKey(pem, 'sesame')).to.throw(SigningError, 'wrong passphrase');
    expect(() => readKey(pem)).to.throw(SigningError);
    expect(() => readKey('nothing')).to.throw(SigningError, 'not a private key');
  });
});
