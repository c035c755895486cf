// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { call, calling, good, slo } from '../telemetry/support/objectives.ts';
import { json } from '../telemetry/support/scripted-server.ts';

const poll = async (origin: string): Promise<void> => {
  const response = await fetch(`${origin}/v1/responses/resp_1`);
  await response.text();
};

describe('polls of a stored response', () => {
  for (const semconv of ['latest', 'both'] as const) {
    it(`are no events of an objective with profile ${semconv}`, async () => {
      await calling(
        {
          ...slo({
            name: 'calls',
            kind: 'availability',
            target: 99,
            source: 'events',
          }),
          semconv,
        },
        (request, response) =>
          request.method === 'GET'
            ? json(response, 200, {
                id: 'resp_1',
                object: 'response',
                status: 'in_progress',
                model: 'gpt-5',
              })
            : good(request, response),
        async (origin, tracked) => {
          await call(origin);
          for (let count = 0; count < 5; count++) await poll(origin);
          assert.equal(
            tracked
              .genai()
              .filter(
                span =>
                  span.attributes['gen_ai.operation.name'] === 'fetch_response'
              ).length,
            5
          );
          const events = await tracked.values('genai.slo.events');
          assert.equal(
            events.reduce((sum, { value }) => sum + Number(value), 0),
            1
          );
        }
      );
    });
  }
});
