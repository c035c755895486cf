#!/usr/bin/env node
// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { anthropic } from './anthropic.mjs';
import { bedrock } from './bedrock.mjs';
import { cohere } from './cohere.mjs';
import { deliver, encoders } from './deliver.mjs';
import { gemini } from './gemini.mjs';
import { createLatency } from './latency.mjs';
import { listen } from './listen.mjs';
import { mcp } from './mcp.mjs';
import { mistral } from './mistral.mjs';
import { ollama } from './ollama.mjs';
import { openai } from './openai.mjs';
import { seededRandom } from './random.mjs';
import { rateLimits } from './rate-limits.mjs';
import { parse, readBody } from './request-body.mjs';
import { retryAfterHeaders } from './retry-after.mjs';
import {
  createAttemptCounter,
  listOfScenarios,
  scenarioOf,
} from './scenarios.mjs';
import { createTurns } from './turns.mjs';

/** A provider is a file and a row here. The last one words the errors of paths that nobody knows. */
const providers = [
  anthropic,
  bedrock,
  cohere,
  gemini,
  mcp,
  mistral,
  ollama,
  openai,
];

/** The only key that the mock takes. */
export const MOCK_KEY = 'mock-key';

const MAX_REMEMBERED = 10_000;

/**
 * Starts a server that answers as the real providers do, on loopback.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 takes a free one
 * @param {string} [options.host]
 * @param {number | string} [options.seed] of texts, ids and latencies
 * @param {number} [options.speed] how many times faster than the real pace
 * @param {boolean} [options.http2] speak HTTP/2 without TLS, and nothing else
 * @param {{ requests: number, tokens: number, windowMs: number }} [options.limits] what may come in one window; without
 *   it as much as one likes
 * @param {object[]} [options.more] providers beside those of the mock, each an object as in openai.mjs
 * @param {(line: string) => void} [options.log] told each request when it is over
 * @returns {Promise<{ url: string, port: number, requests: object[], turns: object[], connections: object[], count(): number, close(): Promise<void> }>}
 */
export async function createMockLlm({
  port = 0,
  host = '127.0.0.1',
  seed = 1,
  speed = 10,
  http2 = false,
  limits,
  more = [],
  log,
} = {}) {
  const state = {
    seed,
    log,
    providers: [...more, ...providers],
    count: 0,
    requests: [],
    latency: createLatency(seed, speed),
    failsNow: createAttemptCounter(),
    exceeds: limits ? rateLimits(limits) : () => false,
  };
  const { latency } = state;
  const sockets = createTurns({ seed, latency, key: MOCK_KEY });
  const onRequest = (request, response) => {
    handle(state, request, response).catch(error => {
      if (error.name !== 'AbortError') log?.(String(error.stack));
      response.destroy();
    });
  };
  const options = { port, host, http2 };
  const server = await listen(options, onRequest, sockets.onUpgrade);
  state.drop = server.drop;
  return {
    url: `http://${host}:${server.port}`,
    port: server.port,
    requests: state.requests,
    turns: sockets.turns,
    connections: sockets.connections,
    count: () => state.count,
    close: server.close,
  };
}

/** One request from its head to the last byte of its answer. */
async function handle(state, request, response) {
  const startedAt = performance.now();
  const { method, headers } = request;
  const { pathname } = new URL(request.url, 'http://mock');
  const count = ++state.count;
  const at = Date.now();
  const entry = { count, method, path: pathname, headers, at, outcome: 'open' };
  remember(state, entry);
  const gone = new AbortController();
  response.once('close', () => {
    const body = response.stream ?? response;
    entry.outcome = body.writableFinished ? 'answered' : 'left';
    entry.status = response.headersSent ? response.statusCode : undefined;
    gone.abort();
    const took = Math.round(performance.now() - startedAt);
    state.log?.(
      `${method} ${pathname} ${entry.model ?? '-'} ${entry.scenario ?? '-'} ${entry.status ?? '-'} ${entry.outcome} ${took} ms`
    );
  });

  const { provider, route } = findRoute(state.providers, method, pathname);
  const body = parse(await readBody(request));
  const model =
    provider.modelOf?.({ headers, path: pathname, body }) ??
    body?.model ??
    modelInPath(pathname);
  const scenario = scenarioOf(headers, String(model ?? ''));
  Object.assign(entry, { model, scenario: scenario.name });

  const random = seededRandom(state.seed, pathname, model ?? '', count);
  const call = { method, path: pathname, headers, model, body, random };
  const { authorization } = headers;
  const about = { ...call, authorization, unknown: scenario.unknown };
  const errorOf = kind => provider.error(kind, about);
  const allowed = provider.authorized(headers, MOCK_KEY);
  const seen = { route, allowed, body, model, headers, scenario };
  const problem = problemOf(state, seen);
  const answer = problem
    ? retryAfterHeaders(errorOf(problem), scenario, headers)
    : route.answer(call);
  entry.usage = answer.usage;
  // Errors come at once; only what a model says takes a model's time.
  const pace = problem ? { firstMs: 5, tokenMs: 0 } : state.latency(model);
  entry.firstMs = pace.firstMs;
  const encoding = headers['x-mock-encoding'];
  const plan = {
    ...pace,
    scenario,
    drop: state.drop,
    encoding: Object.hasOwn(encoders, encoding ?? '') ? encoding : undefined,
    headers: () => provider.headers({ random, count, startedAt }),
    error: errorOf('server-error').json.error,
  };
  await deliver(response, answer, plan, gone.signal);
}

/** The name of the error that the request gets, if it gets one. */
function problemOf(state, seen) {
  const { route, allowed, body, model, headers, scenario } = seen;
  if (route === undefined) return 'unknown-url';
  if (!allowed) return 'invalid-key';
  if (route.method !== 'POST') return undefined;
  if (body === undefined) return 'bad-json';
  if (typeof model !== 'string') return 'no-model';
  if (scenario.unknown !== undefined) return 'unknown-scenario';
  if (state.exceeds(body)) return 'rate-limit';
  if (scenario.error === undefined) return undefined;
  return state.failsNow(headers, model, scenario) ? scenario.error : undefined;
}

function findRoute(providers, method, path) {
  for (const provider of providers) {
    const route = provider.routes.find(
      candidate => candidate.method === method && candidate.path.test(path)
    );
    if (route) return { provider, route };
  }
  return { provider: providers.at(-1), route: undefined };
}

/** Azure, Google and AWS name the model in the path; the body may lack it. */
function modelInPath(path) {
  const match = /\/(?:deployments|models?)\/([^/:]+)[/:]/.exec(path);
  return match ? decodeURIComponent(match[1]) : undefined;
}

function remember(state, entry) {
  state.requests.push(entry);
  if (state.requests.length > MAX_REMEMBERED) state.requests.shift();
}

const OPTIONS = {
  port: { type: 'string', default: '8787' },
  host: { type: 'string', default: '127.0.0.1' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '10' },
  quiet: { type: 'boolean', default: false },
  scenarios: { type: 'boolean', default: false },
};

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    const options = Object.keys(OPTIONS).map(name => `--${name}`);
    console.error(`${error.message}\nOptions: ${options.join(', ')}.`);
    process.exit(2);
  }
}

async function main() {
  const values = readArguments();
  if (values.scenarios) return console.log(listOfScenarios().join('\n'));
  const mock = await createMockLlm({
    port: Number(values.port),
    host: values.host,
    seed: values.seed,
    speed: Number(values.speed),
    log: values.quiet ? undefined : line => console.log(line),
  });
  console.log(`mock LLM at ${mock.url}/v1 with the key '${MOCK_KEY}'`);
  const close = () => void mock.close();
  process.once('SIGINT', close).once('SIGTERM', close);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main();
}
