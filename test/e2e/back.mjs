// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { freePort } from '../support/run-app.ts';
import { startApp } from './app.mjs';
import { startModel } from './servers/model.mjs';

/** Nobody wants to wait for the usual five seconds, or a minute. */
const OFTEN = {
  OTEL_BSP_SCHEDULE_DELAY: '200',
  OTEL_METRIC_EXPORT_INTERVAL: '500',
  OTEL_METRIC_EXPORT_TIMEOUT: '400',
};

/**
 * Starts the service back.cjs, with a model behind it.
 *
 * @param {import('./scenario.mjs').Scenario} test
 * @param {object} options
 * @param {string} [options.app] another one that does the same
 * @param {{ url: string }} [options.model]
 * @param {Record<string, string>} options.env
 */
export async function startBack(test, { app: file = 'back.cjs', model, env }) {
  const { url: LLM_URL } = model ?? (await startModel(test));
  const page = env.OTEL_EXPORTER_PROMETHEUS_PORT ?? String(await freePort());
  const app = await startApp(test, {
    app: file,
    env: { ...OFTEN, LLM_URL, OTEL_EXPORTER_PROMETHEUS_PORT: page, ...env },
  });
  const [, port] = await app.said('^listening on (\\d+)$');
  return {
    ...app,
    /** The address of its own page of metrics. */
    page: `127.0.0.1:${page}`,
    /** Asks it `times` times, each by a connection of its own; it must answer as it would without us. */
    async ask(times, path = '/', status = 200) {
      for (let count = 0; count < times; count++) {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
          headers: { connection: 'close' },
        });
        await answer.arrayBuffer();
        assert.equal(answer.status, status);
      }
    },
  };
}
