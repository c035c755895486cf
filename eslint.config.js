// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import house from './scripts/house-rules.js';

const typescript = ['**/*.ts', '**/*.tsx', '**/*.cts', '**/*.mts'];
const scripts = ['**/*.js', '**/*.mjs', '**/*.cjs'];

/** What Node.js has that the language has not; TypeScript checks the rest itself. */
const nodeGlobals = [
  'AbortController',
  'AbortSignal',
  'Buffer',
  'FormData',
  'Headers',
  'ReadableStream',
  'Request',
  'Response',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'URLSearchParams',
  'clearInterval',
  'clearTimeout',
  'console',
  'fetch',
  'global',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'structuredClone',
];
const commonjsGlobals = [
  '__dirname',
  '__filename',
  'exports',
  'module',
  'require',
];

function readonly(names) {
  return Object.fromEntries(names.map(name => [name, 'readonly']));
}

export default defineConfig(
  globalIgnores([
    'dist/',
    'coverage/',
    '.cache/',
    'examples/*/out/',
    'examples/nextjs/.next/',
    'examples/nextjs/next-env.d.ts',
    '**/node_modules/',
  ]),
  eslint.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 300 }],
      'no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          caughtErrors: 'none',
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'Exports are a short, explicit list: no `export *`',
        },
      ],
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: typescript,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Types of what is only loaded on demand are named in place.
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      // Patches take methods off their objects, and the contracts between the rooms are records of functions.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          caughtErrors: 'none',
        },
      ],
    },
  },
  {
    files: ['src/**'],
    plugins: { house },
    rules: {
      'house/imports': 'error',
      'house/convention-names': 'error',
      'house/environment': 'error',
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/cli/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['test/**'],
    rules: {
      // Tests look into wire data and into other people's objects all the time.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // Servers and doubles implement asynchronous contracts with nothing to await.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/register.ts', 'src/setup/**'],
    // The library is CommonJS: what may be missing, or is seldom needed, is loaded on demand.
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: scripts,
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: readonly(nodeGlobals) },
  },
  {
    // Their packages are installed where they are tried, and their own compiler checks the types there.
    files: ['examples/**/*.{ts,tsx}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      parserOptions: {
        // A class that a constructor's type names is a value to NestJS.
        emitDecoratorMetadata: true,
        experimentalDecorators: true,
      },
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: readonly(commonjsGlobals),
    },
  }
);
