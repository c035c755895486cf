// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';

// Who else instruments the process. Each gives the instrumentations to register, ours among them.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const ours = ({ load, dist }) => new (load(dist).GenAIInstrumentation)();

exports.parties = {
  alone: world => [ours(world)],

  /** Only what a team has without us: tells a difference of ours from one of theirs. */
  without: () => [],

  /** A second copy of the package in the tree. */
  twice: world => [
    ours(world),
    ours({ ...world, dist: process.env.GENAI_SECOND_DIST }),
  ],

  /** An instrumentation that patches the classes of the client. */
  'instrumentation-openai': world => {
    const { OpenAIInstrumentation } = createRequire(
      join(process.env.CLIENT_FOLDER, 'load.mjs')
    )('@opentelemetry/instrumentation-openai');
    return [ours(world), new OpenAIInstrumentation()];
  },
};
