// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';

// Who instruments the process. GENAI_DISTS lists the builds of ours to load: none, one, or two copies of the package in
// one tree. GENAI_PARTY names somebody else's instrumentation, which comes with the client.
const { createRequire } = require('node:module');
const { delimiter, join } = require('node:path');

/** Of a file inside a package, which its exports do not name. */
const inside = (load, folder, name) => load(join(folder, 'node_modules', name));

/** Its metrics belong to its SDK: they are made for the SDK of this test here. */
const openlit = client => (load, folder) => {
  const { default: metrics } = inside(
    load,
    folder,
    'openlit/dist/otel/metrics.js'
  );
  metrics.meter = load('@opentelemetry/api').metrics.getMeter('openlit');
  metrics.initializeMetrics();
  const { default: config } = inside(load, folder, 'openlit/dist/config.js');
  config.updateConfig({ applicationName: 'application', environment: 'test' });
  const { default: Instrumentation } = inside(
    load,
    folder,
    `openlit/dist/instrumentation/${client}/index.js`
  );
  return [new Instrumentation()];
};

const instrumentation = (name, member) => load => [new (load(name)[member])()];

const others = {
  'traceloop-openai': instrumentation(
    '@traceloop/instrumentation-openai',
    'OpenAIInstrumentation'
  ),
  'traceloop-anthropic': instrumentation(
    '@traceloop/instrumentation-anthropic',
    'AnthropicInstrumentation'
  ),
  elastic: instrumentation(
    '@elastic/opentelemetry-instrumentation-openai',
    'OpenAIInstrumentation'
  ),
  openinference: instrumentation(
    '@arizeai/openinference-instrumentation-openai',
    'OpenAIInstrumentation'
  ),
  'openlit-openai': openlit('openai'),
  'openlit-anthropic': openlit('anthropic'),
  'instrumentation-openai': load => [
    new (load('@opentelemetry/instrumentation-openai').OpenAIInstrumentation)(),
  ],
};

/** All instrumentations to register but those of HTTP. */
exports.instrumentationsOf = ({ GENAI_DISTS, GENAI_PARTY, CLIENT_FOLDER }) => {
  const ours = (GENAI_DISTS ?? '')
    .split(delimiter)
    .filter(dist => dist !== '')
    .map(dist => require(join(dist, 'cjs', 'index.js')))
    .map(({ GenAIInstrumentation }) => new GenAIInstrumentation());
  if (GENAI_PARTY === undefined) return ours;
  const load = createRequire(join(CLIENT_FOLDER, 'load.mjs'));
  return [...ours, ...others[GENAI_PARTY](load, CLIENT_FOLDER)];
};
