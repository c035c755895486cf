// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The same application by two bundlers, with their usual options for Node.js. (Webpack's minifier takes a while, and
// esbuild's shows the same.)
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import webpack from 'webpack';

const here = path => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: [here('app.mjs')],
  outfile: here('out/esbuild.mjs'),
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});

const stats = await promisify(webpack)({
  mode: 'production',
  target: 'node',
  entry: here('app.mjs'),
  optimization: { minimize: false },
  output: { path: here('out'), filename: 'webpack.cjs' },
});
if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
