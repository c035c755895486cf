// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Plays all scenarios of a client in a process of its own, against a mock of its own: what the mock answers depends on
// its seed and on what was asked before.
import { fork } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createMockLlm } from '../../examples/mock-llm/server.mjs';
import { createDescriber } from './describe.mjs';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));
const setup = fileURLToPath(new URL('setup.cjs', import.meta.url));

const TOO_LONG = 120_000;

/**
 * @param {{ client: string, folder: string, node: string }} player
 * @param {object} [watched] what setup.cjs is told; without it nothing of OpenTelemetry is loaded
 * @returns {Promise<{ scenarios: Map<string, object>, port: number, requests: object[], failure?: string }>}
 */
export async function play(player, watched) {
  const { client, folder, node, module, environment } = player;
  const mock = await (module.createMock?.() ??
    createMockLlm({
      speed: 20,
      http2: module.http2 === true,
      more: module.mocks,
    }));
  const hosts = [`127.0.0.1:${mock.port}`, ...(module.hosts ?? [])];
  const named = module.named && {
    OTEL_INSTRUMENTATION_GENAI_PROVIDERS: hosts
      .map(host => `${host}=${module.provider}`)
      .join(),
  };
  const process_ = fork(child, {
    execPath: node,
    execArgv: [
      '--expose-gc',
      ...(watched === undefined ? [] : ['--require', setup]),
    ],
    env: {
      ...withoutOpenTelemetry(process.env),
      CLIENT: client,
      CLIENT_FOLDER: folder,
      MOCK_URL: mock.url,
      ...environment,
      ...named,
      ...watched,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const scenarios = new Map();
  let output = '';
  process_.stdout.on('data', text => (output += text));
  process_.stderr.on('data', text => (output += text));
  process_.on('message', async told => {
    if (told.settled === undefined) {
      scenarios.set(told.name, told);
      return;
    }
    await settled(mock.requests);
    if (process_.connected) process_.send('go on');
  });
  const timer = setTimeout(() => process_.kill('SIGKILL'), TOO_LONG);
  const code = await new Promise(resolve => process_.on('close', resolve));
  clearTimeout(timer);
  await mock.close();
  return {
    scenarios,
    port: mock.port,
    requests: mock.requests,
    output,
    ...(code !== 0 && { failure: `ended with ${code}: ${output.trim()}` }),
  };
}

/** A stream that was left may go on behind the back of the application. */
async function settled(requests) {
  for (let turn = 0; turn < 200; turn++) {
    if (requests.every(({ outcome }) => outcome !== 'open')) return;
    await wait(10);
  }
}

/** The requests of a scenario, as far as they must be the same in every run. */
export function requestsOf({ requests, port }, scenario) {
  const describe = createDescriber(`http://127.0.0.1:${port}`);
  return requests
    .filter(({ path }) => path.startsWith(`/${scenario}/`))
    .map(({ method, path, headers, model, status, outcome, messages }) => ({
      method,
      path,
      model,
      status,
      outcome,
      messages: messages && describe(messages),
      headers: Object.fromEntries(
        Object.entries(describe({ ...headers })).filter(
          ([name]) => !VARYING.test(name)
        )
      ),
    }));
}

/** Set by the instrumentation of HTTP, or another one in each run. */
const VARYING =
  /^(traceparent|sec-websocket-key|date|x-amz-date|authorization|amz-sdk-invocation-id|x-client-request-id)$/;

function withoutOpenTelemetry(environment) {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !name.startsWith('OTEL_') && name !== 'NODE_OPTIONS'
    )
  );
}
