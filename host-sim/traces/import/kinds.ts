/** The public data sets that can be imported. */
import { importGaitmap } from './gaitmap';
import { importKoroglu } from './koroglu';
import { importMarpino } from './marpino';
import { importPyshoe } from './pyshoe';
import type { Imported } from './recording';
import { importVoisard } from './voisard';
import { importWmf } from './wmf';

/** Reads all recordings of a kind below a folder. */
type Importer = (source: string) => Imported[] | Promise<Imported[]>;

export const KINDS: Readonly<Record<string, Importer>> = {
  voisard: importVoisard,
  gaitmap: importGaitmap,
  wmf: importWmf,
  koroglu: importKoroglu,
  pyshoe: importPyshoe,
  marpino: importMarpino,
};
