// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REGISTER } from '../../support/run-app.ts';
import { itObserves, ONE_CALL, ONE_CALL_MEASURED } from '../observe-app.ts';

const FILE = `
file_format: '1.0'
resource:
  attributes:
    - name: service.name
      value: from-file
tracer_provider:
  processors:
    - simple:
        exporter:
          otlp_http:
            endpoint: \${LLM_COLLECTOR}/v1/traces
            encoding: json
meter_provider:
  readers:
    - periodic:
        exporter:
          otlp_http:
            endpoint: \${LLM_COLLECTOR}/v1/metrics
            encoding: json
`;

describe('OTEL_CONFIG_FILE', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'genai-config-'));
  writeFileSync(join(folder, 'otel.yaml'), FILE);
  writeFileSync(join(folder, 'debug.yaml'), `${FILE}log_level: debug\n`);

  writeFileSync(
    join(folder, 'options.yaml'),
    `${FILE}instrumentation/development:
  js:
    genai: { chunkMetrics: false, captureContent: span }
`
  );

  after(() => rmSync(folder, { recursive: true }));

  itObserves(
    'leaves the building to the SDK, with our instrumentation in it',
    {
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      otlp: false,
      collectorVariable: 'LLM_COLLECTOR',
      env: { OTEL_CONFIG_FILE: join(folder, 'otel.yaml') },
    },
    ({ tree, spans, measured, stdout, stderr }) => {
      assert.deepEqual({ stdout, stderr }, { stdout: 'Hello.\n', stderr: '' });
      assert.deepEqual(tree, ONE_CALL);
      assert.equal(spans[0]?.resource['service.name'], 'from-file');
      assert.deepEqual(measured, ONE_CALL_MEASURED);
    }
  );

  itObserves(
    'says what its log level asks for, on standard error',
    {
      app: 'app.cjs',
      flags: ['--require', REGISTER],
      otlp: false,
      collectorVariable: 'LLM_COLLECTOR',
      env: { OTEL_CONFIG_FILE: join(folder, 'debug.yaml') },
    },
    ({ stdout, stderr }) => {
      assert.equal(stdout, 'Hello.\n');
      assert.match(stderr, /^opentelemetry-instrumentation-genai: /);
      assert.doesNotMatch(stderr, /logger will be overwritten/);
    }
  );

  const options = {
    app: 'app.cjs',
    otlp: false,
    env: { OTEL_CONFIG_FILE: join(folder, 'options.yaml') },
  };
  itObserves(
    'sets the options of this instrumentation',
    {
      ...options,
      flags: ['--require', REGISTER],
      collectorVariable: 'LLM_COLLECTOR',
    },
    ({ spans, stderr }) => {
      assert.equal(stderr, '');
      const [chat] = spans.filter(({ name }) => name.startsWith('chat'));
      assert.match(
        String(chat?.attributes['gen_ai.input.messages']),
        /"type":"text"/
      );
    }
  );

  itObserves(
    'is reported where the SDK reads no file, and its options are set all the same',
    {
      ...options,
      flags: [
        '--require',
        fileURLToPath(
          new URL('../../fixtures/apps/old-sdk.cjs', import.meta.url)
        ),
        '--require',
        REGISTER,
      ],
      otlp: true,
    },
    ({ spans, stderr }) => {
      assert.match(stderr, /OTEL_CONFIG_FILE: this version of .* Update /);
      assert.equal(stderr.trim().split('\n').length, 1);
      assert.ok(
        spans.some(({ attributes }) => 'gen_ai.input.messages' in attributes)
      );
    }
  );
});
