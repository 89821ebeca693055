import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// The rooms of the firmware in the data's way; a room may import those before it, and io (types of the seam) always.
const rooms = ['sensors', 'stepdetect', 'kernel', 'session', 'record', 'coach', 'ble', 'update', 'power'];

const bareImports = {
  regex: '^[^.]',
  message:
    'Plain firmware gets its I/O from outside: no Node, no embedded:*, no package (see docs/DESIGN.md).',
};
const outside = {
  regex: '(^|/)(host-sim|test|bench|companion|device)(/|$)',
  message: 'The firmware knows neither the simulator nor the device adapters.',
};

function roomRule(room, index) {
  const later = rooms.slice(index + 1);
  const patterns = [bareImports, outside, { regex: '/(shoe|main)$', message: 'Rooms do not know the shoe.' }];
  if (later.length)
    patterns.push({
      regex: `/(${later.join('|')})/`,
      message: `${room} comes before that room in the data's way.`,
    });
  return { files: [`firmware/${room}/**/*.ts`], rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

export default tseslint.config(
  { ignores: ['node_modules/', 'build/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['native/**/*.ts'],
    rules: {
      // The unions of the compiler have hundreds of members.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '(^|/)(firmware|host-sim|test|bench|companion)(/|$)',
              message: 'The translator reads the firmware as text; it does not run it.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    files: ['firmware/*.ts', 'firmware/io/**/*.ts'],
    ignores: ['firmware/main.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [bareImports, outside] }] },
  },
  ...rooms.map(roomRule),
  {
    files: ['companion/client/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^[^.]', message: 'The client runs anywhere: no Node, no package.' },
            { regex: '^\\.\\./', message: 'The client is written from docs/SPEC.md alone.' },
          ],
        },
      ],
    },
  },
  {
    files: ['companion/coach/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^[^.]', message: 'The coach runs anywhere: no Node, no package.' },
            {
              regex: '^\\.\\./\\.\\./firmware/(?!coach/)',
              message: 'Of the firmware the page has the coach only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['companion/export/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!fit-file-parser/encoder$)[^.]',
              message: 'Exports run anywhere: no Node, no package but the FIT encoder.',
            },
            { regex: '^\\.\\./', message: 'Exports know the run of run.ts and nothing else.' },
          ],
        },
      ],
    },
  },
  {
    files: ['companion/runs/**/*.ts', 'companion/live/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^[^.]',
              message: 'What is reckoned from runs needs no browser, no Node and no package.',
            },
            {
              regex: '/(page|firmware|host-sim)/',
              message: 'Runs and live figures know client and export only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['companion/page/**/*.ts', 'companion/page/**/*.tsx'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '/host-sim/', message: 'The page runs in a browser: the simulator does not.' },
            { regex: '/firmware/(?!coach/)', message: 'Of the firmware the page knows the coach only.' },
            { regex: '^node:', message: 'There is no Node in a browser.' },
          ],
        },
      ],
    },
  },
  {
    files: ['firmware/device/**/*.ts', 'firmware/main.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '(^|/)(host-sim|test|bench|companion)(/|$)', message: 'The chip has no simulator.' },
          ],
        },
      ],
    },
  },
  {
    // main.ts lies outside of the folder of the project that covers it.
    files: ['firmware/main.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'firmware/device/tsconfig.json' } },
  },
  {
    files: ['**/*.cjs', '**/*.mjs'],
    languageOptions: {
      globals: {
        require: 'readonly',
        module: 'writable',
        exports: 'writable',
        process: 'readonly',
        console: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
);
