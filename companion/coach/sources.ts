/** Where the thresholds are from, by number of advice. docs/COACH.md says what each is used for. */
import {
  CADENCE_BELOW_OWN,
  CADENCE_BELOW_RANGE,
  CADENCE_CUE,
  CADENCE_TREND,
  CONTACT_DRIFT,
  CONTACT_TREND,
  DAYS_ALIKE,
  IMBALANCE,
  LONGEST_RUN_JUMP,
  SHOE_AGE,
} from '../../firmware/coach/advice';

export interface Source {
  readonly name: string;
  /** Page of the paper or maker; absent where none was found to be lasting. */
  readonly url?: string;
}

const BURNS: Source = {
  name: 'Burns, Zendler, Zernicke 2019, J Appl Physiol 126:462',
  url: 'https://doi.org/10.1152/japplphysiol.00374.2018',
};
const COROS: Source = { name: 'COROS, running form', url: 'https://support.coros.com' };
const UNDER_ARMOUR: Source = { name: 'Under Armour, form coaching' };
const APTE: Source = {
  name: 'Apte et al. 2021, Front Physiol 12:646042',
  url: 'https://doi.org/10.3389/fphys.2021.646042',
};
const FALBRIARD: Source = { name: 'Falbriard et al. 2018' };
const FRANDSEN: Source = {
  name: 'Frandsen et al. 2025, Br J Sports Med 59:1203',
  url: 'https://doi.org/10.1136/bjsports-2024-109380',
};
const FOSTER: Source = { name: 'Foster 1998, Med Sci Sports Exerc 30:1164' };
const COOK: Source = { name: 'Cook, Kester, Brunet 1985, Am J Sports Med 13:248' };

export const SOURCES: Readonly<Record<number, readonly Source[] | undefined>> = {
  [CADENCE_BELOW_OWN]: [BURNS, UNDER_ARMOUR],
  [CADENCE_BELOW_RANGE]: [COROS, BURNS, UNDER_ARMOUR],
  [CONTACT_DRIFT]: [APTE, FALBRIARD],
  [IMBALANCE]: [COROS, FALBRIARD],
  [LONGEST_RUN_JUMP]: [FRANDSEN],
  [CADENCE_TREND]: [BURNS],
  [CONTACT_TREND]: [FALBRIARD],
  [DAYS_ALIKE]: [FOSTER],
  [SHOE_AGE]: [COOK],
  [CADENCE_CUE]: [UNDER_ARMOUR, BURNS],
};
