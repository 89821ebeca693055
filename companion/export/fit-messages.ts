/** The messages of an activity file, field by field: numbers, types and scales of the FIT profile 21.217. */
import { ENUM, UINT16, UINT32, UINT32Z, UINT8, type FitMessage } from './fit-fields';

const TIMESTAMP = { number: 253, of: UINT32 };
const MESSAGE_INDEX = { number: 254, of: UINT16 };
const text = (number: number, textBytes: number) => ({ number, textBytes });

export const FILE_ID: FitMessage = {
  number: 0,
  fields: {
    type: { number: 0, of: ENUM },
    manufacturer: { number: 1, of: UINT16 },
    product: { number: 2, of: UINT16 },
    serialNumber: { number: 3, of: UINT32Z },
    timeCreated: { number: 4, of: UINT32 },
    productName: text(8, 24),
  },
};

export const DEVICE_INFO: FitMessage = {
  number: 23,
  fields: {
    timestamp: TIMESTAMP,
    deviceIndex: { number: 0, of: UINT8 },
    manufacturer: { number: 2, of: UINT16 },
    serialNumber: { number: 3, of: UINT32Z },
    product: { number: 4, of: UINT16 },
    softwareVersion: { number: 5, of: UINT16, scale: 100 },
    productName: text(27, 24),
  },
};

export const EVENT: FitMessage = {
  number: 21,
  fields: {
    timestamp: TIMESTAMP,
    event: { number: 0, of: ENUM },
    eventType: { number: 1, of: ENUM },
  },
};

export const RECORD: FitMessage = {
  number: 20,
  fields: {
    timestamp: TIMESTAMP,
    distance: { number: 5, of: UINT32, scale: 100 },
    speed: { number: 6, of: UINT16, scale: 1000 },
    /** Strides a minute, and the rest of it in 1/128. */
    cadence: { number: 4, of: UINT8 },
    fractionalCadence: { number: 53, of: UINT8, scale: 128 },
    activityType: { number: 42, of: ENUM },
    stanceTime: { number: 41, of: UINT16, scale: 10 },
    stanceTimePercent: { number: 40, of: UINT16, scale: 100 },
    stanceTimeBalance: { number: 84, of: UINT16, scale: 100 },
    stepLength: { number: 85, of: UINT16, scale: 10 },
  },
};

export const LAP: FitMessage = {
  number: 19,
  fields: {
    messageIndex: MESSAGE_INDEX,
    timestamp: TIMESTAMP,
    event: { number: 0, of: ENUM },
    eventType: { number: 1, of: ENUM },
    startTime: { number: 2, of: UINT32 },
    totalElapsedTime: { number: 7, of: UINT32, scale: 1000 },
    totalTimerTime: { number: 8, of: UINT32, scale: 1000 },
    totalDistance: { number: 9, of: UINT32, scale: 100 },
    totalCycles: { number: 10, of: UINT32 },
    avgSpeed: { number: 13, of: UINT16, scale: 1000 },
    maxSpeed: { number: 14, of: UINT16, scale: 1000 },
    avgCadence: { number: 17, of: UINT8 },
    maxCadence: { number: 18, of: UINT8 },
    avgFractionalCadence: { number: 80, of: UINT8, scale: 128 },
    lapTrigger: { number: 24, of: ENUM },
    sport: { number: 25, of: ENUM },
    avgStanceTime: { number: 79, of: UINT16, scale: 10 },
    avgStanceTimeBalance: { number: 119, of: UINT16, scale: 100 },
    avgStepLength: { number: 120, of: UINT16, scale: 10 },
  },
};

export const SESSION: FitMessage = {
  number: 18,
  fields: {
    messageIndex: MESSAGE_INDEX,
    timestamp: TIMESTAMP,
    event: { number: 0, of: ENUM },
    eventType: { number: 1, of: ENUM },
    startTime: { number: 2, of: UINT32 },
    sport: { number: 5, of: ENUM },
    subSport: { number: 6, of: ENUM },
    totalElapsedTime: { number: 7, of: UINT32, scale: 1000 },
    totalTimerTime: { number: 8, of: UINT32, scale: 1000 },
    totalDistance: { number: 9, of: UINT32, scale: 100 },
    totalCycles: { number: 10, of: UINT32 },
    avgSpeed: { number: 14, of: UINT16, scale: 1000 },
    maxSpeed: { number: 15, of: UINT16, scale: 1000 },
    avgCadence: { number: 18, of: UINT8 },
    maxCadence: { number: 19, of: UINT8 },
    avgFractionalCadence: { number: 92, of: UINT8, scale: 128 },
    firstLapIndex: { number: 25, of: UINT16 },
    numLaps: { number: 26, of: UINT16 },
    trigger: { number: 28, of: ENUM },
    avgStanceTime: { number: 91, of: UINT16, scale: 10 },
    avgStanceTimeBalance: { number: 133, of: UINT16, scale: 100 },
    avgStepLength: { number: 134, of: UINT16, scale: 10 },
  },
};

export const ACTIVITY: FitMessage = {
  number: 34,
  fields: {
    timestamp: TIMESTAMP,
    totalTimerTime: { number: 0, of: UINT32, scale: 1000 },
    numSessions: { number: 1, of: UINT16 },
    type: { number: 2, of: ENUM },
    event: { number: 3, of: ENUM },
    eventType: { number: 4, of: ENUM },
    localTimestamp: { number: 5, of: UINT32 },
  },
};
