/** A run for every other service: FIT, TCX, CSV, JSON. Plain TypeScript; each file stands alone, to be loaded when wanted. */
export { csvOf } from './csv';
export { fileName, UNDATED_ms, type ExportOptions } from './date';
export { fitOf } from './fit';
export { jsonOf } from './json';
export type { Run, RunPause, RunSample, RunSplit } from './run';
export { tcxOf } from './tcx';
