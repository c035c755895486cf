// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inFolder, runCommand } from './run-command.ts';

export const AT = '2026-11-26T10:00:00.000Z';
const SECONDS = Date.parse(AT) / 1000;

export const SLO = `service: chat
objectives:
  - { name: available, kind: availability, target: 99.9, groupBy: [model] }
`;

/** What a Prometheus says: by a part of the expression, the values of targets. The first row that is in it. */
export type Answers = readonly (readonly [
  part: string,
  values: Readonly<Record<string, number>>,
])[];

export const HEALTHY: Answers = [
  ['> 0.0144 and', {}],
  ['> 0.003 and', {}],
  ['genai_slo:errors', { 'a 503': 40, 'a 401': 7 }],
  ['offset 30d', {}],
  ['ALERTS', {}],
  ['histogram_quantile', { a: 0.75 }],
  ['bad:rate5m{service="chat",slo="available"}[1h])) / (', { a: 0.5 }],
  ['bad:rate5m{service="chat",slo="available"}[6h])) / (', { a: 0.6 }],
  ['bad:rate5m{service="chat",slo="available"}[3d])) / (', { a: 0.7 }],
  ['total:rate5m{service="chat",slo="available"}[30d]) * 60', { a: 100_000 }],
  ['bad:rate5m{service="chat",slo="available"}[30d]) * 60', { a: 40 }],
];

/** Of a Prometheus 3 whose retention is in its configuration file: then the flag is as good as not set. */
const STATUS: Readonly<Record<string, (retention: string) => object>> = {
  flags: () => ({ 'storage.tsdb.retention.time': '0s' }),
  runtimeinfo: storageRetention => ({ storageRetention }),
};

/** Serves the API of Prometheus, and tells what it was asked. */
export async function withPrometheus(
  answers: Answers,
  use: (
    url: string,
    asked: string[],
    requests: IncomingMessage[]
  ) => Promise<void>,
  /** Empty: it does not tell. */
  retention = '60d',
  /** Of the last hours of the window, how many have data. */
  hours = 720
): Promise<void> {
  const asked: string[] = [];
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      const expression = form.get('query') ?? '';
      asked.push(expression);
      const [, status = ''] = /\/status\/(\w+)$/.exec(request.url ?? '') ?? [];
      const data = STATUS[status]?.(retention) ?? {
        result: resultOf(expression, request.url ?? '', answers, hours),
      };
      response.end(JSON.stringify({ status: 'success', data }));
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  try {
    await use(`http://127.0.0.1:${port}`, asked, requests);
  } finally {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  }
}

function resultOf(
  expression: string,
  url: string,
  answers: Answers,
  hours: number
) {
  if (url.endsWith('/query_range')) {
    if (expression.includes('increase5m')) return [];
    if (expression.includes('count_over_time')) {
      return [
        {
          metric: { gen_ai_request_model: 'a' },
          values: Array.from({ length: hours }, (_, ago) => [
            SECONDS - (hours - 1 - ago) * 3600,
            '60',
          ]),
        },
      ];
    }
    const bad = expression.includes('bad:');
    return [
      {
        metric: { gen_ai_request_model: 'a' },
        values: [
          [SECONDS - 90_000, bad ? '20' : '100'],
          [SECONDS - 3_600, bad ? 'NaN' : '100'],
          [SECONDS, bad ? '5' : '50'],
        ],
      },
    ];
  }
  const [, values = {}] =
    answers.find(([part]) => expression.includes(part)) ?? [];
  return Object.entries(values).map(([target, value]) => {
    const [model, error_type] = target.split(' ');
    return {
      metric: {
        gen_ai_request_model: model,
        ...(error_type !== undefined && { error_type }),
      },
      value: [SECONDS, String(value)],
    };
  });
}

export const report = (
  answers: Answers,
  words: readonly string[],
  check: (
    said: { code: number; out: string; error: string },
    asked: string[],
    requests: IncomingMessage[]
  ) => void,
  retention?: string,
  hours?: number
) =>
  inFolder(path =>
    withPrometheus(
      answers,
      async (url, asked, requests) => {
        writeFileSync(path('slo.yaml'), SLO);
        const said = await runCommand([
          ...['slo', 'report', '--file', path('slo.yaml')],
          ...['--prometheus', url, '--time', AT, ...words],
        ]);
        check(said, asked, requests);
      },
      retention,
      hours
    )
  );
