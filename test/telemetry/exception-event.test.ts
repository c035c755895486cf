// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BODY as body, PATH, transports } from './support/calling.ts';
import { withLogs } from './support/logged.ts';
import { scriptedServer } from './support/scripted-server.ts';
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
            'exception.message': 'socket hang up',
          },
        },
      ]);
    } finally {
      await tracked.stop();
      await server.close();
    }
  });

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
