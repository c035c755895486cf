// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';

// Who instruments the process. GENAI_DISTS lists the builds of ours to load: none, one, or two copies of the package in
// one tree. GENAI_PARTY names somebody else's instrumentation, which comes with the client.
const { createRequire } = require('node:module');
const { delimiter, join } = require('node:path');

const others = {
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
  return [...ours, ...others[GENAI_PARTY](load)];
};
