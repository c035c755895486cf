// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { prometheusAt } from '../../src/cli/prometheus-api.ts';
import { collectReport } from '../../src/slo/report/collect.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import { prometheusOf } from '../support/recorded-series.ts';

const AT = new Date('2026-11-26T10:00:00Z');
const OBJECTIVES = resolveObjectives({
  service: 'svc',
  objectives: [
    { name: 'a', kind: 'availability', target: 99.9 },
    { name: 'l', kind: 'latency', threshold: '2s', target: 99 },
    { name: 'c', kind: 'cost', budget: 50 },
  ],
});
const RECORDED = [
  {
    labels: { gen_ai_provider_name: 'openai', gen_ai_request_model: 'm' },
    total: Array.from({ length: 720 }, () => 10_000),
    bad: Array.from({ length: 720 }, () => 1),
  },
];

type Failure = (response: ServerResponse) => void;

const refused =
  (status: number, body: string): Failure =>
  response => {
    response.statusCode = status;
    response.end(body);
  };

const FAILURES: Readonly<Record<string, Failure>> = {
  'is refused with 422': refused(
    422,
    '{"status":"error","errorType":"execution","error":"many"}'
  ),
  'is refused with 422 by a proxy': refused(422, 'too large'),
  'is one too many in a minute': refused(429, 'too many requests'),
  'meets a server error': refused(500, '<html>Internal Server Error</html>'),
  'loses its connection': response => {
    response.destroy();
  },
  'loses its connection amid the answer': response => {
    response.write('{"status":');
    setTimeout(() => response.destroy(), 5);
  },
};

/** A report over HTTP in which the query of one number fails. */
async function reportWithout(
  which: number,
  fail: (response: ServerResponse) => void,
  patience?: number
) {
  const stored = prometheusOf(RECORDED);
  let count = 0;
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse
  ): Promise<void> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const form = new URLSearchParams(text);
    const query = form.get('query');
    if (query === null) {
      response.statusCode = 404;
      response.end();
      return;
    }
    if (count++ === which) {
      fail(response);
      return;
    }
    const result = request.url!.endsWith('query')
      ? (await stored.query(query)).map(({ labels, value }) => ({
          metric: labels,
          value: [0, String(value)],
        }))
      : (await stored.range(query, 0, Number(form.get('step')))).map(
          ({ labels, points }) => ({ metric: labels, values: points })
        );
    response.end(JSON.stringify({ status: 'success', data: { result } }));
  };
  const server = createServer((request, response) => {
    void answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const url = new URL(`http://127.0.0.1:${port}`);
    const prometheus = prometheusAt(url, AT, {}, patience);
    const report = await collectReport(OBJECTIVES, prometheus, {
      at: AT,
      source: 'http',
    });
    return { report, count };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a report of which one query', () => {
  const stillJudged = async (
    which: number,
    fail: (response: ServerResponse) => void,
    patience?: number
  ) => {
    const { report } = await reportWithout(which, fail, patience);
    const { warnings, objectives } = report;
    assert.equal(
      warnings.filter(text => /could not be queried/.test(text)).length,
      1,
      `query ${which}: ${warnings.join('\n')}`
    );
    const judged = objectives
      .flatMap(({ targets }) => targets)
      .filter(({ status }) => status !== 'insufficient-data');
    assert.ok(judged.length >= 2, `query ${which}: ${judged.length}`);
  };

  for (const [what, fail] of Object.entries(FAILURES)) {
    it(`${what} has all else`, async () => {
      const { count } = await reportWithout(-1, fail);
      assert.ok(count > 20);
      const step = what === 'is refused with 422' ? 1 : 9;
      for (let which = 0; which < count; which += step) {
        await stillJudged(which, fail);
      }
    });
  }

  it('is never answered has all else', () =>
    stillJudged(3, () => undefined, 1000));
});
