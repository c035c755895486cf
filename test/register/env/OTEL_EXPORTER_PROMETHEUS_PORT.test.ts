// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { REGISTER } from '../../support/run-app.ts';
import { itObserves, observeApp } from '../observe-app.ts';

const run = {
  app: 'scrape-self.cjs',
  flags: ['--require', REGISTER],
  otlp: false,
};

describe('OTEL_EXPORTER_PROMETHEUS_PORT', function () {
  this.timeout(120_000);

  itObserves('is where metrics are served, on loopback', run, ({ stdout }) => {
    assert.match(stdout, /^gen_ai_client_operation_duration_count/m);
  });

  it('may be taken: the application goes on, and it is said once', async () => {
    const taken = createServer(socket => socket.destroy());
    const port = await new Promise<number>(done =>
      taken.listen(0, '127.0.0.1', () =>
        done((taken.address() as { port: number }).port)
      )
    );
    const { code, stdout, stderr } = await observeApp({
      ...run,
      app: 'app.cjs',
      env: { OTEL_EXPORTER_PROMETHEUS_PORT: String(port) },
    });
    taken.close();
    assert.deepEqual({ code, stdout }, { code: 0, stdout: 'Hello.\n' });
    assert.equal(
      stderr,
      `opentelemetry-instrumentation-genai: port ${port} is in use, so metrics cannot be scraped from this process. Set OTEL_EXPORTER_PROMETHEUS_PORT.\n`
    );
  });

  itObserves(
    'is open a second after the start, without any call',
    { ...run, app: 'idle.cjs' },
    ({ code, stdout }) => {
      assert.deepEqual({ code, stdout }, { code: 0, stdout: '200\n' });
    }
  );
});

// Only Linux has more than one address of its own without being told.
(process.platform === 'linux' ? describe : describe.skip)(
  'OTEL_EXPORTER_PROMETHEUS_HOST',
  function () {
    this.timeout(120_000);

    itObserves(
      'is obeyed',
      {
        ...run,
        env: {
          OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.2',
          SCRAPE_HOST: '127.0.0.2',
        },
      },
      ({ stdout }) => {
        assert.match(stdout, /^gen_ai_client_operation_duration_count/m);
      }
    );
  }
);
