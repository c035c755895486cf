// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { mayUseNetwork } from '../../src/setup/network.ts';
import { startLlm } from '../support/llm.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const app = fileURLToPath(new URL('../fixtures/apps/end.cjs', import.meta.url));

describe('register does not end the application', function () {
  this.timeout(120_000);

  it('where nobody reads standard error and there is something to say', async () => {
    const llm = await startLlm();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const child = spawn(
      process.execPath,
      ['--require', 'opentelemetry-instrumentation-genai/register', app],
      {
        cwd: root,
        env: {
          PATH: process.env['PATH'],
          LLM_URL: llm.url,
          END: 'emitted',
          OTEL_LOG_LEVEL: 'all',
          OTEL_EXPORTER_PROMETHEUS_PORT: String(
            (taken.address() as AddressInfo).port
          ),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      }
    );
    child.stderr.destroy();
    let stdout = '';
    child.stdout.on('data', text => (stdout += text));
    const [code] = (await once(child, 'close')) as [number];
    await llm.close();
    taken.close();
    assert.deepEqual([code, stdout], [0, 'Hello.\nalive\n']);
  });

  const flags = new Set(['--allow-net']);
  const permission = (...scopes: string[]) => ({
    has: (scope: string) => scopes.includes(scope),
  });
  for (const [name, process_, may] of [
    [
      'has no permission model',
      { permission: undefined, allowedNodeEnvironmentFlags: flags },
      true,
    ],
    [
      'was not given --allow-net',
      { permission: permission('fs'), allowedNodeEnvironmentFlags: flags },
      false,
    ],
    [
      'was given --allow-net',
      { permission: permission('net'), allowedNodeEnvironmentFlags: flags },
      true,
    ],
    [
      'has a permission model without the network',
      {
        permission: permission('fs'),
        allowedNodeEnvironmentFlags: new Set<string>(),
      },
      true,
    ],
  ] as const) {
    it(`${may ? 'uses' : 'does not use'} the network where the process ${name}`, () => {
      assert.equal(mayUseNetwork(process_), may);
    });
  }
});
