/** The report: one HTML file that needs no other and no network. */
import { readFileSync } from 'node:fs';
import { pageScript } from './page';
import type { ReportData } from './report-data';
import { STYLE } from './style';

/** The plot library's files, put into the page as they are. MIT licence: its notice stands in the script itself. */
function plotLibrary(): { script: string; style: string } {
  return {
    script: readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
    style: readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8'),
  };
}

/** Text that may stand inside a script element, whatever it holds. */
function inScript(text: string): string {
  return text.replace(/<(?=\/script|!--)/gi, '\\x3c');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** @returns the whole page of a report */
export function reportPage(data: ReportData): string {
  const names = data.recordings.map((recording) => recording.name).join(', ');
  const title = names.length > 80 ? `${data.recordings.length} recordings` : names;
  return page({ title, style: '', script: pageScript, start: 'showReport(uPlot, data)' }, data);
}

/** What makes one page different from another. `start` is a call that may use `uPlot` and `data`. */
export interface PageParts {
  title: string;
  style: string;
  script: string;
  start: string;
}

/** @returns a page that needs no other file and no network */
export function page(parts: PageParts, data: unknown): string {
  const { script, style } = plotLibrary();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(`Footfall: ${parts.title}`)}</title>
<style>${style}</style>
<style>${STYLE}${parts.style}</style>
</head>
<body>
<main id="report"></main>
<script>${inScript(script)}</script>
<script type="application/json" id="data">${JSON.stringify(data).replace(/</g, '\\u003c')}</script>
<script>
'use strict';
${inScript(parts.script)}
const data = JSON.parse(document.getElementById('data').textContent);
${parts.start};
</script>
</body>
</html>
`;
}
