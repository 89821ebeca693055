/**
 * How often feet land, with the foot's and the person's number kept apart by name: the Running Speed and Cadence Service
 * sends the foot's, runners and the published session rules talk of the person's.
 */
import { RecentMean } from './recent';

/** Steps of both feet per landing of one: people walk and run left, right, left. */
export const FEET = 2;

const MINUTE_us = 60e6;

/** Steps of both feet per minute at this time between two landings of one foot, us. */
export function personCadence(strideTime_us: number): number {
  return (FEET * MINUTE_us) / strideTime_us;
}

export class Cadence {
  /** Landings of this foot per minute, over the last few strides; 0 while not known. */
  foot_spm = 0;
  /** Steps of both feet per minute: twice the foot's. */
  person_spm = 0;
  private readonly strideTimes_us = new RecentMean();

  /** Takes the time from one landing to the next, us, greater than 0. */
  add(strideTime_us: number): void {
    this.strideTimes_us.add(strideTime_us);
    this.foot_spm = MINUTE_us / this.strideTimes_us.mean();
    this.person_spm = FEET * this.foot_spm;
  }

  /** The runner stands. */
  clear(): void {
    this.strideTimes_us.clear();
    this.foot_spm = 0;
    this.person_spm = 0;
  }
}
