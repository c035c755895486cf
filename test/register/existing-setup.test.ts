// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REGISTER } from '../support/run-app.ts';
import { itObserves, ONE_CALL_MEASURED, type Observed } from './observe-app.ts';

const setup = (file: string): string =>
  join(fileURLToPath(new URL('../fixtures/apps', import.meta.url)), file);

const TREE = ['root', '  chat gpt-4o', '    POST'];

/** Everything came by the SDK of the application, once. */
function assertJoined({ code, stdout, stderr, ...seen }: Observed): void {
  assert.deepEqual(
    { code, stdout, stderr },
    { code: 0, stdout: 'Hello.\n', stderr: '' }
  );
  assert.deepEqual(seen.tree, TREE);
  assert.deepEqual(seen.measured, ONE_CALL_MEASURED);
  assert.deepEqual(
    seen.spans.map(span => span.resource['service.name']),
    ['app-sdk', 'app-sdk', 'app-sdk']
  );
}

describe('a setup of the application', function () {
  this.timeout(120_000);

  for (const client of ['fetch', 'http']) {
    for (const app of ['own-setup.cjs', 'own-setup.mjs']) {
      for (const place of ['first', 'last']) {
        itObserves(
          `sees calls by ${client} with ours ${place} in the list of ${app}`,
          { app, env: { CLIENT: client, GENAI: place } },
          seen => {
            assertJoined(seen);
          }
        );
      }
      itObserves(
        `is joined when it comes after register: ${app}, ${client}`,
        {
          app,
          flags: ['--require', REGISTER],
          env: { CLIENT: client },
        },
        seen => {
          assertJoined(seen);
        }
      );
    }
    for (const [order, files] of [
      ['before', [setup('sdk.cjs'), REGISTER]],
      ['after', [REGISTER, setup('sdk.cjs')]],
    ] as const) {
      itObserves(
        `is joined when another --require makes it ${order} ours, ${client}`,
        {
          app: 'api-root.cjs',
          flags: files.flatMap(file => ['--require', file]),
          env: { CLIENT: client },
        },
        seen => {
          assertJoined(seen);
        }
      );
    }
  }

  itObserves(
    'is joined when it asks a server for its resource while it starts',
    {
      app: 'api-root.cjs',
      flags: ['--require', REGISTER, '--require', setup('sdk.cjs')],
      env: { DETECT: 'http' },
    },
    seen => {
      assertJoined(seen);
    }
  );

  itObserves(
    'is joined beside an instrumentation of ours that it has already',
    {
      app: 'own-setup.cjs',
      flags: ['--require', REGISTER],
      env: { GENAI: 'last' },
    },
    seen => {
      assertJoined(seen);
    }
  );

  for (const app of ['late-setup.cjs', 'late-setup.mjs']) {
    itObserves(
      `takes over from ours when it comes later, and nothing is lost: ${app}`,
      {
        app,
        flags: ['--import', REGISTER],
        env: { OTEL_SERVICE_NAME: 'ours' },
      },
      ({ code, stderr, spans, tree }) => {
        assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
        assert.deepEqual(tree, ['chat gpt-4o', '  POST', ...TREE]);
        const [first] = spans;
        const services = spans.map(span => [
          span.traceId === first?.traceId,
          span.resource['service.name'],
        ]);
        assert.deepEqual(services, [
          [true, 'ours'],
          [true, 'ours'],
          [false, 'app-sdk'],
          [false, 'app-sdk'],
          [false, 'app-sdk'],
        ]);
      }
    );
  }

  itObserves(
    'may be one that only provides tracers',
    {
      app: 'one-provider.cjs',
      flags: ['--require', REGISTER],
      env: { ONLY: 'traces' },
    },
    ({ stdout, spans, collector }) => {
      assert.equal(stdout, 'span chat gpt-4o\n');
      assert.deepEqual(spans, []);
      assert.deepEqual(collector.requests, []);
    }
  );

  itObserves(
    'may be one that only provides meters',
    {
      app: 'one-provider.cjs',
      flags: ['--require', REGISTER],
      env: { ONLY: 'metrics' },
    },
    ({ stdout, collector }) => {
      assert.equal(
        stdout,
        'record gen_ai.client.operation.duration\n' +
          'record gen_ai.client.token.usage\n'.repeat(2)
      );
      assert.deepEqual(collector.requests, []);
    }
  );

  itObserves(
    'finds the port of its own exporter free',
    {
      app: 'own-prometheus.cjs',
      flags: ['--require', REGISTER],
    },
    ({ stdout, stderr }) => {
      assert.equal(stderr, '');
      assert.match(stdout, /^target_info\{.*service_name="app-sdk"/m);
      assert.match(stdout, /^gen_ai_client_operation_duration_count\{.*\} 1$/m);
    }
  );
});
