// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { MOCK_KEY, createMockLlm } from '../mock-llm/server.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const app = fileURLToPath(new URL('./app.mjs', import.meta.url));

/**
 * Starts two mocks, and an application in a second process whose only telemetry is `--require`.
 *
 * @param {{ otlpUrl: string, prometheusPort: number, serve?: boolean, variables?: Record<string, string> }} options
 */
export async function startApplication({
  otlpUrl,
  prometheusPort,
  serve,
  variables,
}) {
  const mocks = [
    await createMockLlm({ seed: 'openai', speed: 10 }),
    await createMockLlm({ seed: 'groq', speed: 10 }),
  ];
  const [first, second] = mocks;
  const targets = {
    key: MOCK_KEY,
    openai: `${first.url}/v1`,
    // The same server by another name: providers are told apart by host and port.
    deepseek: `http://localhost:${first.port}/v1`,
    groq: `${second.url}/openai/v1`,
    mcp: `${second.url}/mcp`,
    realtime: `ws://127.0.0.1:${first.port}/v1/realtime?model=gpt-realtime`,
    // Nobody has it, and nobody is given it who asks for any port.
    closed: 'http://127.0.0.1:4/v1',
  };
  const providers = [
    `127.0.0.1:${first.port}=openai`,
    `localhost:${first.port}=deepseek`,
    `127.0.0.1:${second.port}=groq`,
  ];
  const register = 'opentelemetry-instrumentation-genai/register';
  const child = spawn(process.execPath, ['--require', register, app], {
    // `--require` of our own name is resolved from here, through `exports`.
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...environment(),
      DEMO_TARGETS: JSON.stringify(targets),
      DEMO_SERVE: String(serve === true),
      OTEL_SERVICE_NAME: 'genai-demo',
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      // Somebody watches: five seconds are long.
      OTEL_BSP_SCHEDULE_DELAY: '500',
      OTEL_METRICS_EXPORTER: serve ? 'prometheus,otlp' : 'prometheus',
      OTEL_METRIC_EXPORT_INTERVAL: '5000',
      OTEL_METRIC_EXPORT_TIMEOUT: '5000',
      OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
      OTEL_EXPORTER_PROMETHEUS_PORT: String(prometheusPort),
      OTEL_INSTRUMENTATION_GENAI_PROVIDERS: providers.join(),
      ...variables,
    },
  });
  const exited = once(child, 'exit');
  return {
    child,
    exited,
    requests: () => mocks.flatMap(({ requests }) => requests),
    turns: () => mocks.flatMap(({ turns }) => turns),
    connections: () => mocks.flatMap(({ connections }) => connections),
    close: () => Promise.all(mocks.map(mock => mock.close())),
  };
}

/** The environment without what would lead telemetry or calls elsewhere. */
function environment() {
  const foreign = /^(OTEL_|OPENAI_|NODE_OPTIONS$|https?_proxy$|all_proxy$)/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !foreign.test(name))
  );
}

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}
