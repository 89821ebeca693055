/** The boards' pins against what their chips can do. */
import { expect } from 'chai';
import { join } from 'node:path';
import type { Board } from '../../firmware/device/boards/board';
import { readManifest } from '../manifest/manifest';

const ROOT = join(__dirname, '../..');

interface Chip {
  /** GPIO numbers that end a deep sleep (ESP-IDF v6.0: soc_caps.h, rtc_io_channel.h). */
  readonly wake: readonly number[];
  /** Inputs of ADC1 (adc_channel.h). */
  readonly adc1: readonly number[];
  /** Read at reset (esp-idf docs, api-reference/peripherals/gpio). */
  readonly strapping: readonly number[];
  /** Of flash in the package or on the module, and of USB. */
  readonly taken: readonly number[];
  readonly i2cPorts: number;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

const ESP32C3: Chip = {
  wake: range(0, 5),
  adc1: range(0, 4),
  strapping: [2, 8, 9],
  taken: range(11, 19),
  i2cPorts: 1,
};
const ESP32C6: Chip = {
  wake: range(0, 7),
  adc1: range(0, 6),
  strapping: [4, 5, 8, 9, 15],
  taken: [12, 13, ...range(24, 30)],
  i2cPorts: 1,
};
const ESP32S3: Chip = {
  wake: range(0, 21),
  adc1: range(1, 10),
  strapping: [0, 3, 45, 46],
  taken: [19, 20, ...range(26, 37)],
  i2cPorts: 2,
};
const ESP32H2: Chip = {
  wake: range(7, 14),
  adc1: range(1, 5),
  strapping: [2, 3, 8, 9, 25],
  taken: [6, 7, ...range(15, 21), 26, 27],
  i2cPorts: 2,
};

/** By platform: the chip, and the pins that can be reached (arduino-esp32, pins_arduino.h; for the kit its user guide). */
const TARGETS: Readonly<Record<string, { readonly chip: Chip; readonly pads: readonly number[] }>> = {
  'esp32/xiao_esp32c3': { chip: ESP32C3, pads: [...range(2, 10), 20, 21] },
  'esp32/esp32c6_cdc': { chip: ESP32C6, pads: [0, 1, 2, ...range(16, 23)] },
  'esp32/xiao_esp32s3': { chip: ESP32S3, pads: [...range(1, 9), 43, 44] },
  'esp32/esp32h2': { chip: ESP32H2, pads: [...range(0, 5), ...range(8, 14), ...range(22, 27)] },
};

const { platforms } = readManifest(join(ROOT, 'manifest.json'));

/** Every IMU driven, by address as its datasheet has it. */
const ADDRESSES: Readonly<Record<Board['imu']['part'], readonly number[]>> = {
  LSM6DSO: [0x6a, 0x6b],
  LSM6DSOX: [0x6a, 0x6b],
  LSM6DSO32: [0x6a, 0x6b],
  ICM42688P: [0x68, 0x69],
};

it('boards: there is one for every target, and a target for every one', () => {
  expect(Object.keys(platforms)).to.have.members(Object.keys(TARGETS));
});

/** The driver's file. */
const DRIVERS: Readonly<Record<Board['imu']['part'], string>> = {
  LSM6DSO: 'imu-lsm6dso',
  LSM6DSOX: 'imu-lsm6dso',
  LSM6DSO32: 'imu-lsm6dso',
  ICM42688P: 'imu-icm42688p',
};

for (const [platform, { include, modules }] of Object.entries(platforms))
  describe(`board of ${platform}`, () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the manifest says which file
    const { board } = require(join(ROOT, modules.board)) as { board: Board };
    const { chip, pads } = TARGETS[platform];
    const { imu, battery, charger } = board;
    const pins = [imu.bus.data, imu.bus.clock, imu.interrupt, battery.pin];
    if (charger !== undefined) pins.push(charger);

    it('uses each pin once, and only pins that can be reached and that nothing else needs', () => {
      expect(new Set(pins).size).to.equal(pins.length);
      for (const pin of pins) {
        expect(pads).to.include(pin);
        expect(chip.strapping).to.not.include(pin);
        expect(chip.taken).to.not.include(pin);
      }
    });

    it('sets levels at pins of its own circuits only', () => {
      for (const { pin, level } of board.levels ?? []) {
        expect(pads).to.not.include(pin);
        expect(chip.taken).to.not.include(pin);
        expect(chip.strapping).to.not.include(pin);
        expect(level).to.be.oneOf([0, 1]);
      }
    });

    it('has interrupt and charger on pins that wake the chip, and the cell on ADC1', () => {
      expect(chip.wake).to.include(imu.interrupt);
      if (charger !== undefined) expect(chip.wake).to.include(charger);
      expect(chip.adc1).to.include(battery.pin);
      expect(imu.bus.port).to.be.within(0, chip.i2cPorts - 1);
    });

    it('has its IMU where the part can be, and a cell that the converter can read and the charger does not harm', () => {
      expect(ADDRESSES[imu.part]).to.include(imu.address);
      // A full cell, 4.2 V, under the 2450 mV that firmware/device/battery.ts can read.
      expect(4200 / battery.divider).to.be.below(2450);
      expect(battery.resistance_mOhm).to.be.within(50, 1000);
      expect(battery.load_mA).to.be.within(1, 100);
      expect(battery.charge_mA).to.be.within(10, 500);
      expect(board.sensorHeight_mm).to.be.within(1, 100);
      expect(board.model).to.match(/^[\w -]{1,20}$/);
    });

    it('is built with the driver of its IMU', () => {
      expect(include).to.deep.equal([`./firmware/device/${DRIVERS[imu.part]}.json`]);
    });

    it('is named as its file, which an update has to be made for', () => {
      expect(modules.board).to.equal(`./firmware/device/boards/${board.name}`);
      expect(board.name).to.match(/^[\x21-\x7e]{1,31}$/);
    });

    it('is frozen through and through, as what is preloaded has to be', () => {
      for (const part of [board, imu, imu.bus, battery, board.levels ?? battery, ...(board.levels ?? [])])
        expect(Object.isFrozen(part)).to.equal(true);
    });
  });
