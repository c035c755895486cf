// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BODY as body, PATH, transports } from './support/calling.ts';
import { withLogs } from './support/logged.ts';
import { json, scriptedServer } from './support/scripted-server.ts';
import { track } from './support/tracked.ts';

describe('the event of an exception', () => {
  it('tells of a call that failed on its way, whether content is captured or not', async () => {
    const tracked = track();
    const events = withLogs(tracked);
    const server = await scriptedServer((_, response) => response.destroy());
    try {
      await assert.rejects(
        transports['node:http']!(server.origin + PATH, { body })
      );
      const [span] = tracked.genai();
      assert.deepEqual(events(), [
        {
          name: 'gen_ai.client.operation.exception',
          severity: 13,
          traceId: span!.spanContext().traceId,
          spanId: span!.spanContext().spanId,
          attributes: {
            'exception.type': 'ECONNRESET',
            'exception.message': 'ECONNRESET: connection reset by peer',
          },
        },
      ]);
    } finally {
      await tracked.stop();
      await server.close();
    }
  });

  for (const [semconv, name] of [
    ['v1.41', 'gen_ai.client.operation.exception'],
    ['latest', 'gen_ai.client.inference.exception'],
  ] as const) {
    it(`is emitted for errors of the API and rate limits by ${semconv}, once for each call`, async () => {
      const tracked = track({ semconv });
      const events = withLogs(tracked);
      const statuses = [429, 500, 200];
      const server = await scriptedServer((_, response) => {
        const status = statuses.shift() ?? 500;
        json(response, status, {
          error: { type: `error_${status}`, message: 'SECRET prompt' },
        });
      });
      try {
        for (let count = 0; count < 3; count++) {
          await transports['fetch']!(server.origin + PATH, { body });
        }
        assert.deepEqual(
          events().map(event => [event.name, event.attributes]),
          ['error_429', 'error_500', 'error_200'].map(type => [
            name,
            { 'exception.type': type },
          ])
        );
      } finally {
        await tracked.stop();
        await server.close();
      }
    });
  }

  it("is none of the application's own abort", async () => {
    const tracked = track();
    const events = withLogs(tracked);
    const server = await scriptedServer(() => {});
    try {
      const controller = new AbortController();
      const sent = transports['fetch']!(server.origin + PATH, {
        body,
        signal: controller.signal,
      });
      setImmediate(() => controller.abort());
      await assert.rejects(sent);
      assert.equal(tracked.genai()[0]!.attributes['error.type'], 'aborted');
      assert.deepEqual(events(), []);
    } finally {
      await tracked.stop();
      await server.close();
    }
  });
});
