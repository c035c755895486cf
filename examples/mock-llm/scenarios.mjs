// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a client can ask the mock to do to it, with a header `x-mock-scenario: name` or a model `mock-name`.
 *
 * - `error`: an error of the provider's own wording; `times`: only the first attempts of a call get it.
 * - `retryAfter`: how the error says when to come again: `seconds` or `date`, the two forms of the standard header,
 *   instead of what the provider would say; `x-mock-retry-after: 3` asks for another wait than one second.
 * - `headMs`: wait before the head; `chunkMs`: wait before each chunk of a stream.
 * - `stallMs`: send the first half of a stream, then nothing for so long.
 * - `stop`: leave the body at its middle: `cut` drops the connection, `error` sends an error event.
 * - `says`: all that in words, for `--scenarios`.
 */
export const scenarios = {
  'invalid-key': {
    error: 'invalid-key',
    says: "401 as for any key but the mock's",
  },
  'rate-limit': {
    error: 'rate-limit',
    says: '429 with retry-after and retry-after-ms',
  },
  'rate-limit-once': {
    error: 'rate-limit',
    times: 1,
    says: 'the same, for the first attempt',
  },
  'rate-limit-twice': {
    error: 'rate-limit',
    times: 2,
    says: 'the same, for the first two attempts',
  },
  'retry-after-seconds': {
    error: 'rate-limit',
    times: 1,
    retryAfter: 'seconds',
    says: '429 for the first attempt, with retry-after alone, for one second (or x-mock-retry-after)',
  },
  'retry-after-date': {
    error: 'rate-limit',
    times: 1,
    retryAfter: 'date',
    says: 'the same, as a date',
  },
  forbidden: { error: 'forbidden', says: '403 from this country' },
  'bad-request': { error: 'bad-request', says: '400 for a parameter' },
  quota: { error: 'quota', says: '429 that waiting does not help against' },
  'model-not-found': { error: 'model-not-found', says: '404' },
  'server-error': { error: 'server-error', says: '500' },
  'server-error-once': {
    error: 'server-error',
    times: 1,
    says: '500 for the first attempt',
  },
  'server-error-twice': {
    error: 'server-error',
    times: 2,
    says: '500 for the first two attempts',
  },
  overloaded: { error: 'overloaded', says: '503' },
  'bad-gateway': { error: 'bad-gateway', says: '502 with a page of HTML' },
  'slow-head': {
    headMs: 3000,
    says: 'the head comes after 3 s (or x-mock-delay-ms)',
  },
  hang: { headMs: Infinity, says: 'the head never comes' },
  reset: { stop: 'head', says: 'the connection is dropped before the head' },
  cut: {
    stop: 'cut',
    says: 'the connection is dropped in the middle of the body',
  },
  'stream-error': {
    stop: 'error',
    says: 'a stream begins with 200, then sends an error event',
  },
  'slow-stream': {
    chunkMs: 150,
    says: '150 ms (or x-mock-delay-ms) before each chunk',
  },
  stall: {
    stallMs: Infinity,
    says: 'a stream stops in its middle and stays open',
  },
};

/** Models that are named for the status which they give. */
const aliases = {
  400: 'bad-request',
  401: 'invalid-key',
  403: 'forbidden',
  404: 'model-not-found',
  429: 'rate-limit',
  '429-once': 'rate-limit-once',
  '429-twice': 'rate-limit-twice',
  500: 'server-error',
  502: 'bad-gateway',
  503: 'overloaded',
};

/** The list that `--scenarios` prints: names, other names, what happens. */
export function listOfScenarios() {
  return Object.entries(scenarios).map(([name, { says }]) => {
    const others = Object.keys(aliases).filter(from => aliases[from] === name);
    return `${[name, ...others].join(', ').padEnd(30)} ${says}`;
  });
}

/**
 * The scenario of one request: its name and what it does.
 *
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {string} model
 */
export function scenarioOf(headers, model) {
  const asked =
    headers['x-mock-scenario'] ??
    (model.startsWith('mock-') ? model.slice('mock-'.length) : undefined);
  if (asked === undefined) return { name: 'none' };
  const name = aliases[asked] ?? asked;
  const scenario = scenarios[name];
  if (scenario === undefined) return { name: 'none', unknown: asked };

  const delay = Number(headers['x-mock-delay-ms'] ?? NaN);
  if (Number.isNaN(delay)) return { name, ...scenario };
  const slowed = scenario.chunkMs === undefined ? 'headMs' : 'chunkMs';
  return { name, ...scenario, [slowed]: delay };
}

/**
 * Tells whether this attempt of a call is among the first `times`. The OpenAI and Anthropic clients say which
 * attempt it is; for all others every call is taken for `times` failures and one success, in turn.
 */
export function createAttemptCounter() {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return function failsNow(headers, model, scenario) {
    if (scenario.times === undefined) return true;
    const said = headers['x-stainless-retry-count'];
    if (said !== undefined) return Number(said) < scenario.times;
    const key = `${scenario.name} ${model}`;
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return count % (scenario.times + 1) < scenario.times;
  };
}
