/** Builds the phone page with vite and serves it on this machine alone. Loopback counts as a secure context. */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';

const ROOT = join(__dirname, '../..');
export const PAGE_FOLDER = join(ROOT, 'build/page');
const CONFIG = join(ROOT, 'companion/page/vite.config.mjs');
const HOST = '127.0.0.1';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** Builds it into build/page. @throws Error with vite's words, also when the script is over its budget */
export function buildPage(): void {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--config', CONFIG, '--logLevel', 'warn'], {
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`the page could not be built:\n${built.stdout}${built.stderr}`);
}

/** @param port 0: any free one */
export async function servePage(port: number): Promise<{ server: Server; url: string }> {
  buildPage();
  const server = createServer((request, response) => answer(request.url ?? '/', response));
  await new Promise<void>((keep, fail) => {
    server.once('error', fail);
    server.listen(port, HOST, keep);
  });
  return { server, url: `http://${HOST}:${(server.address() as AddressInfo).port}/` };
}

function answer(url: string, response: ServerResponse): void {
  const path = normalize(decodeURIComponent(new URL(url, `http://${HOST}`).pathname));
  const file = join(PAGE_FOLDER, path === sep ? 'index.html' : path);
  if (!file.startsWith(PAGE_FOLDER + sep) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    // The page decides by its own service worker what to keep.
    'cache-control': 'no-cache',
  });
  createReadStream(file).pipe(response);
}
