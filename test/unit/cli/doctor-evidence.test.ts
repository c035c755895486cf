// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { judge } from '../../../src/cli/doctor/evidence.ts';
import {
  problem,
  summaryOf,
  warning,
} from '../../../src/cli/doctor/finding.ts';
import {
  CALLS,
  type SeenSpan,
  type Sighting,
} from '../../../src/cli/doctor/sighting.ts';
import { resolveConfig } from '../../../src/config/config.ts';
import { V1_41 } from '../../../src/semconv/v1.41.ts';

const NAME = 'gen_ai.client.operation.duration';
const SDK = {
  name: 'TracerProvider',
  isReadable: true,
  destinations: [{ name: 'OTLPTraceExporter', url: 'http://127.0.0.1:4318' }],
};
const span = (model: string, more: Partial<SeenSpan> = {}): SeenSpan => ({
  scope: 'opentelemetry-instrumentation-genai',
  name: `chat ${model}`,
  traceId: 'a',
  spanId: model,
  parentSpanId: undefined,
  model,
  ...more,
});
const HEALTHY: Sighting = {
  program: 'app.js',
  apis: [{ version: '1.9.0', folder: 'a' }],
  ownApi: { version: '1.9.0', folder: 'a' },
  registeredBy: '1.9.0',
  isLoaded: true,
  traces: SDK,
  metrics: { name: 'MeterProvider', isReadable: true, destinations: [] },
  failures: {},
  spans: Object.values(CALLS).map(model => span(model)),
  histograms: [
    {
      name: NAME,
      count: 2,
      boundaries: V1_41.metrics.find(({ name }) => name === NAME)?.boundaries,
    },
  ],
};
const EMPTY = { spans: [], histograms: [] };

describe('the doctor, of an application that it has looked into,', () => {
  const found = (more: Partial<Sighting>, environment = {}) =>
    judge({ ...HEALTHY, ...more }, resolveConfig({}, {}), environment).map(
      ({ kind, text }) => `${kind} ${text}`
    );

  it('asks nothing about metrics where the variable of their exporter explains it, with a provider as without', () => {
    const environment = { OTEL_METRICS_EXPORTER: 'prom' };
    const cause = `note ${NAME}: no metrics: OTEL_METRICS_EXPORTER: unknown value "prom"; did you mean prometheus?`;
    for (const name of ['MeterProvider', undefined]) {
      const metrics = { name, isReadable: true, destinations: [] };
      const lines = found({ metrics, histograms: [] }, environment);
      assert.deepEqual(
        lines.filter(line => line.includes(NAME)),
        [cause]
      );
    }
  });

  it('finds nothing wrong where each call has one span and is measured', () => {
    assert.deepEqual(found({}), [
      'ok a call by fetch: one span, chat otel-genai-doctor-fetch',
      'ok a call by node:http: one span, chat otel-genai-doctor-http',
      'note 0 of 2 have an HTTP span',
      `ok ${NAME} was recorded`,
      'ok its boundaries are those of the conventions',
    ]);
  });

  it('names the producers of two spans of one call', () => {
    const other = span(CALLS.fetch, { scope: 'instrumentation-openai' });
    assert.equal(
      found({ spans: [...HEALTHY.spans, other] })[0],
      'problem a call by fetch: 2 spans, by opentelemetry-instrumentation-genai and instrumentation-openai. Remove one of these instrumentations'
    );
  });

  it('knows HTTP spans by their parents', () => {
    const below = Object.values(CALLS).map(model =>
      span('POST', {
        model: undefined,
        spanId: `${model} http`,
        parentSpanId: model,
      })
    );
    assert.equal(
      found({ spans: [...HEALTHY.spans, ...below] })[2],
      'ok an HTTP span for each'
    );
  });

  it('names two copies of the API once, and asks nothing more', () => {
    const newer = { version: '1.10.0', folder: 'b' };
    const lines = found({
      ...EMPTY,
      spans: HEALTHY.spans,
      apis: [...HEALTHY.apis, newer],
      ownApi: newer,
    });
    assert.match(
      lines[0]!,
      /^problem two copies of @opentelemetry\/api: 1\.9\.0 in a, 1\.10\.0 in b\. /
    );
    assert.equal(lines.filter(line => /^problem|\?/.test(line)).length, 1);
  });

  it('takes several copies of the API that fit', () => {
    const older = { version: '1.8.0', folder: 'b' };
    assert.deepEqual(found({ apis: [...HEALTHY.apis, older] }), found({}));
  });

  for (const [what, more, environment, line] of [
    [
      'that does not load this package',
      { ...EMPTY, isLoaded: false },
      {},
      'problem calls leave no span and no metrics: the application does not load opentelemetry-instrumentation-genai. Add new GenAIInstrumentation() to the instrumentations of its setup',
    ],
    [
      'that loads it and does not use it',
      EMPTY,
      {},
      'problem calls leave no span and no metrics: the application loads opentelemetry-instrumentation-genai but does not use it. Add new GenAIInstrumentation() to the instrumentations of its setup, without enabled: false',
    ],
    [
      'whose SDK a variable switches off',
      EMPTY,
      { OTEL_SDK_DISABLED: 'true' },
      'note calls leave no span and no metrics: OTEL_SDK_DISABLED=true',
    ],
  ] as const) {
    it(`says one cause, ${what}`, () => {
      assert.deepEqual(found(more, environment), [line]);
    });
  }

  it('says that a sampler leaves out all spans, and judges the metrics', () => {
    const traces = { ...SDK, sampler: 'AlwaysOffSampler' };
    assert.deepEqual(found({ traces, spans: [] }).slice(0, 2), [
      'warning calls leave no span: the sampler of the setup is AlwaysOffSampler',
      `ok ${NAME} was recorded`,
    ]);
  });

  it('cannot tell where a provider is not the SDK', () => {
    const strange = { name: 'Datadog', isReadable: false, destinations: [] };
    assert.deepEqual(found({ traces: strange, metrics: strange, ...EMPTY }), [
      "unknown cannot tell: spans go to a provider of class Datadog, which is not the OpenTelemetry SDK's",
      "unknown cannot tell: metrics go to a provider of class Datadog, which is not the OpenTelemetry SDK's",
    ]);
  });

  it('cannot tell of a call that fails in the application', () => {
    const failures = { fetch: 'fetch failed: blocked' };
    assert.equal(
      found({ failures, spans: [span(CALLS['node:http'])] })[0],
      'unknown cannot tell: a call by fetch fails in this application: fetch failed: blocked'
    );
  });
});

describe('the summary of the doctor', () => {
  for (const [findings, line] of [
    [[], '0 problems, 0 warnings'],
    [[problem('a'), problem('b'), warning('c')], '2 problems, 1 warning'],
    [[problem('a')], '1 problem, 0 warnings'],
  ] as const) {
    it(`is: ${line}`, () => {
      assert.equal(summaryOf(findings), line);
    });
  }
});
