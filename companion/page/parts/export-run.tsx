/** A run as a file that other services take. */
import { csvOf, fileName, fitOf, jsonOf, tcxOf, type ExportOptions, type Run } from '../../export';
import { words } from '../words/words';
import { saveFile } from './save';

type Format = 'fit' | 'tcx' | 'csv' | 'json';

const FORMATS: Readonly<
  Record<Format, readonly [type: string, make: (run: Run, options: ExportOptions) => string | Uint8Array]>
> = {
  fit: ['application/vnd.ant.fit', fitOf],
  tcx: ['application/vnd.garmin.tcx+xml', tcxOf],
  csv: ['text/csv', csvOf],
  json: ['application/json', jsonOf],
};

/** @param undatedStart_ms when the page got the run: not after that can it have been run */
export function ExportRun({ run, undatedStart_ms }: { run: Run; undatedStart_ms: number }) {
  const save = (format: Format) => {
    const [type, make] = FORMATS[format];
    saveFile(fileName(run, format), type, make(run, { undatedStart_ms }));
  };
  return (
    <p class="row">
      <span>{words.value.history.saveAs}</span>
      {(Object.keys(FORMATS) as Format[]).map((format) => (
        <button key={format} data-export={format} onClick={() => save(format)}>
          {format.toUpperCase()}
        </button>
      ))}
    </p>
  );
}
