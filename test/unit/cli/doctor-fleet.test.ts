// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { examineFleet } from '../../../src/cli/doctor/fleet.ts';
import { prometheusAt } from '../../../src/cli/prometheus-api.ts';
import { V1_41 } from '../../../src/semconv/v1.41.ts';
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';
import { boundariesOf } from '../../../src/slo/sli/boundaries.ts';

describe('the fleet that Prometheus scrapes', () => {
  const fleet = async (
    rows: readonly Record<string, string>[],
    selector = ''
  ) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const form = new URLSearchParams(Buffer.concat(parts).toString());
        asked.push(form.get('query') ?? '');
        const result = rows.map(metric => ({ metric, value: [1, '1'] }));
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({
            status: 'success',
            data: { resultType: 'vector', result },
          })
        );
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const slo = resolveObjectives({
      service: 'chat',
      ...(selector !== '' && { prometheus: { selector } }),
      objectives: [{ name: 'a', kind: 'latency', threshold: '2s', target: 99 }],
    });
    try {
      const found = await examineFleet(
        prometheusAt(new URL(`http://127.0.0.1:${port}`), new Date()),
        {
          profile: V1_41,
          slo,
        }
      );
      return {
        asked,
        lines: found.map(({ kind, text }) => `${kind} ${text}`),
        wanted: boundariesOf(slo).duration,
      };
    } finally {
      server.close();
      server.closeAllConnections();
    }
  };
  const rows = (les: readonly number[], instance: string, job = 'chat') =>
    [...les, Infinity].map(le => ({
      le: le === Infinity ? '+Inf' : String(le),
      instance,
      job,
    }));

  it('has a problem where buckets differ', async () => {
    const { lines } = await fleet([...rows([1, 2], 'a'), ...rows([1, 4], 'b')]);
    assert.match(
      lines[0]!,
      /^problem the buckets differ within the fleet: 1 \(chat a\), 1 \(chat b\)/
    );
  });

  it('has a problem where the file is not given to the application', async () => {
    const { lines } = await fleet(rows([1, 4], 'a'));
    assert.match(
      lines[0]!,
      /^problem the file of objectives is not given to chat a: /
    );
  });

  it('has a warning where nothing selects one of several jobs', async () => {
    const { wanted } = await fleet(rows([1], 'a'));
    const two = [...rows(wanted, 'a'), ...rows(wanted, 'b', 'other')];
    const { lines, asked } = await fleet(two);
    assert.match(asked[0]!, /^group by \(job, instance, le\) \(\{__name__=~"/);
    assert.equal(lines[0], 'ok 2 processes have the same buckets');
    assert.match(
      lines[1]!,
      /^warning 2 jobs have these metrics \(chat, other\)/
    );
    const selected = await fleet(two, 'job=~"chat|other"');
    assert.deepEqual(selected.lines, ['ok 2 processes have the same buckets']);
    assert.match(selected.asked[0]!, /,job=~"chat\|other"\}/);
  });

  it('cannot tell without series', async () => {
    const { lines } = await fleet([]);
    assert.match(lines[0]!, /^unknown cannot tell: Prometheus has no series/);
  });
});
