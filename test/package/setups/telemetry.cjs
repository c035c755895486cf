// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A setup of one's own, in the way that SETUP says.
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { GenAIInstrumentation } = require('opentelemetry-instrumentation-genai');

const view = boundaries => ({
  instrumentName: 'gen_ai.client.operation.duration',
  aggregation: { type: 4, options: { boundaries } },
});

const ours = () => ({ instrumentations: [new GenAIInstrumentation()] });

const setups = {
  good: ours,
  protobuf: ours,
  'without ours': () => ({}),
  'a view': () => ({ ...ours(), views: [view([1, 2, 3])] }),
  exponential: () => ({
    ...ours(),
    views: [{ instrumentName: '*', aggregation: { type: 5 } }],
  }),
  'two views': () => ({
    ...ours(),
    views: [view([1, 2, 3]), view([1, 2, 4])],
  }),
};

if (process.env.SETUP === 'protobuf') {
  process.env.OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf';
}
new NodeSDK(setups[process.env.SETUP]()).start();
