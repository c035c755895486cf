// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Makes the pictures of the documents from the demo, in headless Chromium: `npm run pictures [-- FILE]`. Needs `chromium`,
// `prometheus` and `promtool`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';
import { demoTrace } from './pictures/demo-trace.mjs';
import { traceHtml } from './pictures/trace-html.mjs';

register();
const { demoReport } = await import('./pictures/demo-report.mjs');

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));

const [only = ''] = process.argv.slice(2);
const pictures = [
  {
    file: 'trace.png',
    width: 1100,
    height: 470,
    html: async () => traceHtml(await demoTrace('answer a customer')),
  },
  {
    file: 'report.png',
    width: 1100,
    height: 770,
    html: demoReport,
  },
].filter(({ file }) => file.includes(only));

const work = mkdtempSync(join(tmpdir(), 'genai-pictures-'));
try {
  for (const { file, width, height, html } of pictures) {
    const page = join(work, `${file}.html`);
    writeFileSync(page, await html());
    execFileSync(
      'chromium',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--hide-scrollbars',
        `--user-data-dir=${join(work, 'profile')}`,
        `--window-size=${width},${height}`,
        `--screenshot=${join(folder, file)}`,
        `file://${page}`,
      ],
      { stdio: 'ignore' }
    );
    console.log(`docs/pictures/${file}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
