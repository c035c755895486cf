// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { bedrockScenarios } from './bedrock-scenarios.mjs';
import { stalledStream } from './bedrock-stalled.mjs';

export const provider = 'aws.bedrock';
export const packages = ['@aws-sdk/client-bedrock-runtime'];
/** What the client speaks unless it is told not to. */
export const http2 = true;
export const scenarios = [
  ...bedrockScenarios(() => ({})).map(scenario =>
    scenario.name === 'dropped-before-head'
      ? { ...scenario, run: c => scenario.run(c).catch(eitherError) }
      : scenario
  ),
  stalledStream,
];

const NO_RESPONSE = 'Unexpected error: http2 request did not get a response';

/** Whether the client hears first of its stream's end or of its session's error is chance, 2 to 1, without us too. */
function eitherError(error) {
  const known = error.message === NO_RESPONSE || error.code === 'ECONNRESET';
  throw known ? new Error('one of the two errors') : error;
}
