import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { VitePWA } from 'vite-plugin-pwa';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, '../../package.json'), 'utf8'));

/** All script of the page together, compressed, bytes. */
const SCRIPT_BUDGET = 150 * 1024;

/** Prints what the script takes, and fails the build above the budget. */
function scriptBudget() {
  return {
    name: 'script-budget',
    writeBundle(_options, bundle) {
      const scripts = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.js'));
      const bytes = scripts.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
      const told = `script: ${(bytes / 1024).toFixed(1)} KB compressed, of ${SCRIPT_BUDGET / 1024} KB`;
      if (bytes > SCRIPT_BUDGET) throw new Error(`${told}: over the budget`);
      console.log(told);
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
