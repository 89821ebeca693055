import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { VitePWA } from 'vite-plugin-pwa';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, '../../package.json'), 'utf8'));

const SCRIPT_BUDGET_KB = 150;

/** Prints what the script takes, the service worker included, and fails the build above the budget. */
function scriptBudget() {
  let folder;
  return {
    name: 'script-budget',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      handler() {
        const scripts = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js'));
        const sizes = scripts.map((name) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length);
        const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1024;
        const told = `script: ${kilobytes.toFixed(1)} KB compressed, of ${SCRIPT_BUDGET_KB} KB`;
        if (kilobytes > SCRIPT_BUDGET_KB) throw new Error(`${told}: over the budget`);
        console.log(told);
      },
    },
  };
}

export default {
  root,
  // The page may lie in any folder of a server.
  base: './',
  define: { __VERSION__: JSON.stringify(version) },
  build: {
    outDir: '../../build/page',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      workbox: { globPatterns: ['**/*.{html,js,css,svg,png}'], cleanupOutdatedCaches: true },
      manifest: {
        id: './',
        name: 'Footfall',
        short_name: 'Footfall',
        description: 'Your shoes, your runs, on your own device',
        start_url: './',
        display: 'standalone',
        background_color: '#101418',
        theme_color: '#101418',
        categories: ['health', 'fitness', 'sports'],
        icons: [
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
    scriptBudget(),
  ],
};
