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
const traceloop = (client, member) =>
  instrumentation(`@traceloop/instrumentation-${client}`, member);
const openinference = (client, member) =>
  instrumentation(`@arizeai/openinference-instrumentation-${client}`, member);

/** Instrumentations of other parties, by the party and the name of its package or folder. */
const others = {
  'traceloop anthropic': traceloop('anthropic', 'AnthropicInstrumentation'),
  'traceloop bedrock': traceloop('bedrock', 'BedrockInstrumentation'),
  'traceloop cohere': traceloop('cohere', 'CohereInstrumentation'),
  'traceloop google-generativeai': traceloop(
    'google-generativeai',
    'GenAIInstrumentation'
  ),
  'traceloop langchain': traceloop('langchain', 'LangChainInstrumentation'),
  'traceloop openai': traceloop('openai', 'OpenAIInstrumentation'),
  'openinference anthropic': openinference(
    'anthropic',
    'AnthropicInstrumentation'
  ),
  'openinference bedrock': openinference('bedrock', 'BedrockInstrumentation'),
  'openinference langchain': openinference(
    'langchain',
    'LangChainInstrumentation'
  ),
  'openinference openai': openinference('openai', 'OpenAIInstrumentation'),
  elastic: instrumentation(
    '@elastic/opentelemetry-instrumentation-openai',
    'OpenAIInstrumentation'
  ),
  'aws-sdk': instrumentation(
    '@opentelemetry/instrumentation-aws-sdk',
    'AwsInstrumentation'
  ),
  'instrumentation-openai': instrumentation(
    '@opentelemetry/instrumentation-openai',
    'OpenAIInstrumentation'
  ),
};

function otherOf(party) {
  const [name, client] = party.split(' ');
  return name === 'openlit' ? openlit(client) : others[party];
}

/** All instrumentations to register but those of HTTP. */
exports.instrumentationsOf = environment => {
  const { GENAI_DISTS, GENAI_ORDER, GENAI_PARTY, CLIENT_FOLDER } = environment;
  const ours = (GENAI_DISTS ?? '')
    .split(delimiter)
    .filter(dist => dist !== '')
    .map(dist => require(join(dist, 'cjs', 'index.js')))
    .map(({ GenAIInstrumentation }) => new GenAIInstrumentation());
  if (GENAI_PARTY === undefined) return ours;
  const load = createRequire(join(CLIENT_FOLDER, 'load.mjs'));
  const theirs = otherOf(GENAI_PARTY)(load, CLIENT_FOLDER);
  return GENAI_ORDER === 'last' ? [...theirs, ...ours] : [...ours, ...theirs];
};
