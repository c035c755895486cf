// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { inFolder } from './run-command.ts';

const main = new URL('../../../src/cli/main.ts', import.meta.url).pathname;

describe('the program otel-genai', () => {
  for (const gone of ['stdout', 'stderr'] as const) {
    it(`goes on when nobody reads its ${gone} any more`, function () {
      this.timeout(30_000);
      return inFolder(async path => {
        // It has something to say in both.
        writeFileSync(
          path('slo.yaml'),
          `service: chat
objectives:
  - { name: a, kind: availability, target: 99 }
  - { name: c, kind: cost, budget: 5 }
`
        );
        const words = ['slo', 'export', '--file', path('slo.yaml')];
        const child = spawn(
          process.execPath,
          ['--import', 'tsx', main, ...words],
          { stdio: ['ignore', 'pipe', 'pipe'] }
        );
        child[gone].destroy();
        const other = gone === 'stdout' ? child.stderr : child.stdout;
        let said = '';
        other.setEncoding('utf8').on('data', text => (said += text));
        const [code] = (await once(child, 'close')) as [number];
        assert.equal(code, 0, said);
        assert.match(
          said,
          gone === 'stdout' ? /^c: is not exported/ : /^kind: /m
        );
      });
    });
  }
});
