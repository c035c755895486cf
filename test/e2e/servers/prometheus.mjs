// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { freePort } from '../../support/run-app.ts';
import { program } from '../programs.mjs';
import { until } from '../until.mjs';
import { answers, startServer } from './server.mjs';

let count = 0;

/** The `config` that scrapes one page, `127.0.0.1:port`, each second; what the page says of its source holds. */
export function scraping(target) {
  return {
    scrape_configs: [
      {
        job_name: 'e2e',
        scrape_interval: '1s',
        honor_labels: true,
        static_configs: [{ targets: [target] }],
      },
    ],
  };
}

/**
 * A Prometheus on a free port of loopback.
 *
 * @param {import('../scenario.mjs').Scenario} test
 * @param {object} options
 * @param {object} options.config prometheus.yml as an object
 * @param {string} [options.data] folder of its storage; the same one again after a restart, or one that was backfilled
 * @param {number} [options.port] the same one again after a restart
 * @param {string[]} [options.flags]
 * @param {'prometheus' | 'prometheus-3'} [options.version] the one of the distribution, or the one that is built
 */
export async function startPrometheus(
  test,
  {
    config,
    data = test.path(`prometheus-data-${++count}`),
    port,
    flags = [],
    version = 'prometheus',
  }
) {
  const file = test.path(`prometheus-${++count}.yml`);
  writeFileSync(file, stringify(config));
  const web = port ?? (await freePort());
  const url = `http://127.0.0.1:${web}`;
  const server = await startServer(test, {
    name: version,
    command: program(version),
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${web}`,
      '--web.enable-lifecycle',
      // The first alert may come before it knows any Alertmanager; by default it would be sent again a minute later.
      '--rules.alert.resend-delay=1s',
      '--log.level=warn',
      ...flags,
    ],
    ready: () => answers(`${url}/-/ready`),
  });

  return {
    ...server,
    url,
    port: web,
    data,
    /** The result of an instant query: `{ metric, value }` each. */
    query: (expression, time) =>
      get('query', { query: expression, ...(time && { time }) }),
    /** Values of an instant query as numbers, waited for until they are `expected`. */
    async expect(expression, expected) {
      return until(`${expression} is ${JSON.stringify(expected)}`, async () => {
        const result = await get('query', { query: expression });
        const values = result.map(({ value }) => Number(value[1]));
        if (JSON.stringify(values) === JSON.stringify(expected)) return true;
        throw new Error(`it is ${JSON.stringify(values)}`);
      });
    },
    /** Active alerts: `{ labels, annotations, state }` each. */
    async alerts() {
      const answer = await fetch(`${url}/api/v1/alerts`);
      return (await answer.json()).data.alerts;
    },
    /** Reads a new configuration, or rule files that have changed. */
    async reload(changed = config) {
      writeFileSync(file, stringify(changed));
      const answer = await fetch(`${url}/-/reload`, { method: 'POST' });
      if (!answer.ok) throw new Error(await answer.text());
    },
  };

  async function get(kind, parameters) {
    const answer = await fetch(
      `${url}/api/v1/${kind}?${new URLSearchParams(parameters)}`
    );
    const { status, data: body, error } = await answer.json();
    if (status !== 'success') throw new Error(`${error}`);
    return body.result;
  }
}
