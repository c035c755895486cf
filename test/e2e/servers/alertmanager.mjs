// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { freePort } from '../../support/run-app.ts';
import { program } from '../programs.mjs';
import { answers, startServer } from './server.mjs';

let count = 0;

/**
 * An Alertmanager on a free port of loopback, without a cluster.
 *
 * @param {import('../scenario.mjs').Scenario} test
 * @param {object} options
 * @param {object} options.config alertmanager.yml as an object
 * @param {string[]} [options.flags]
 */
export async function startAlertmanager(test, { config, flags = [] }) {
  const number = ++count;
  const file = test.path(`alertmanager-${number}.yml`);
  writeFileSync(file, stringify(config));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(test, {
    name: 'alertmanager',
    command: program('alertmanager'),
    args: [
      `--config.file=${file}`,
      `--storage.path=${test.path(`alertmanager-data-${number}`)}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=warn',
      ...flags,
    ],
    ready: () => answers(`${url}/-/ready`),
  });
  return {
    ...server,
    url,
    /** For `alerting.alertmanagers` of a Prometheus. */
    target: `127.0.0.1:${port}`,
    /** What it holds: `{ labels, annotations, status }` each. */
    async alerts() {
      return (await fetch(`${url}/api/v2/alerts`)).json();
    },
  };
}
