import { expect } from 'chai';
import { decodeAdvertising, decodeRsc, describeRadio, radioJson } from '../../host-sim/report/radio';
import { resultOf } from '../cli/fixtures';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/ /g, ''), 'hex'));

describe('what went on the air, decoded', () => {
  // Vectors of the tests of OpenTracks, bluetooth-sig-python and Nordic's Android library.
  it('decodes an RSC Measurement with the total distance only', () => {
    expect(decodeRsc(bytes('02 00 05 50 FF FF 00 01'))).to.deep.equal({
      running: false,
      speed_mps: 5,
      footCadence_spm: 80,
      totalDistance_m: 1684275.1,
    });
  });

  it('decodes an RSC Measurement with stride length and distance', () => {
    expect(decodeRsc(bytes('03 80 02 B4 55 00 10 27 00 00'))).to.deep.equal({
      running: false,
      speed_mps: 2.5,
      footCadence_spm: 180,
      strideLength_m: 0.85,
      totalDistance_m: 1000,
    });
  });

  it('refuses one whose length does not fit its flags', () => {
    expect(decodeRsc(bytes('07 00 03 12 56 00 01 00 00'))).to.equal(undefined);
    expect(decodeRsc(bytes('00 00 03'))).to.equal(undefined);
  });

  it('takes advertising data apart, and stops at its end', () => {
    expect(decodeAdvertising(bytes('02 01 06 04 09 41 62 63 00 00'))).to.deep.equal([
      { type: '0x01', hex: '06' },
      { type: '0x09', hex: '416263', text: 'Abc' },
    ]);
  });

  it('survives advertising data that ends early', () => {
    expect(decodeAdvertising(bytes('05 09 41'))).to.deep.equal([{ type: '0x09', hex: '41', text: 'A' }]);
  });

  it('gives the last RSC values and the last advertisement', () => {
    const json = radioJson(resultOf('x').radio);
    expect(json.rsc).to.deep.equal({
      t_us: 2100000,
      running: true,
      speed_mps: 3,
      footCadence_spm: 84,
      strideLength_m: 2.62,
      totalDistance_m: 123.4,
    });
    expect(json.advertisement?.data[1].text).to.equal('Abc');
    expect(json.advertisement?.scanResponse).to.deep.equal([{ type: '0x0a', hex: '04' }]);
  });

  it('describes events in words', () => {
    expect(describeRadio(undefined)).to.equal('-');
    expect(describeRadio({ t_us: 0, kind: 'connect' })).to.equal('connect');
  });
});
