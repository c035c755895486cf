// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { closedPort } from '../support/closed-port.ts';
import {
  BODY,
  failure,
  outcome,
  PATH,
  STREAMING,
  transports,
} from './support/calling.ts';
import {
  event,
  json,
  scriptedServer,
  type ScriptedServer,
  type Script,
} from './support/scripted-server.ts';
import { track, type Tracked } from './support/tracked.ts';

const error = (code: string | null, type: string): object => ({
  error: { message: 'Incorrect key sk-123 given', type, param: null, code },
});

for (const [name, send] of Object.entries(transports)) {
  describe(`a failed call by ${name}`, () => {
    let tracked: Tracked;
    let server: ScriptedServer | undefined;

    const serve = async (script: Script): Promise<string> => {
      server = await scriptedServer(script);
      return server.origin + PATH;
    };

    beforeEach(() => {
      tracked = track();
    });
    afterEach(async () => {
      await tracked.stop();
      await server?.close();
      server = undefined;
    });

    const answers: [string, number, object, Record<string, unknown>][] = [
      [
        'a bad key',
        401,
        error('invalid_api_key', 'invalid_request_error'),
        failure('invalid_api_key'),
      ],
      [
        'a rate limit',
        429,
        error(null, 'rate_limit_error'),
        failure('rate_limit_error'),
      ],
      [
        'a model that is gone',
        404,
        error('model_not_found', 'invalid_request_error'),
        failure('model_not_found'),
      ],
      [
        'a server error',
        500,
        error(null, 'server_error'),
        failure('server_error'),
      ],
      ['an error without words', 503, {}, failure('503')],
    ];
    for (const [what, status, body, expected] of answers) {
      it(`tells ${what} by its error.type`, async () => {
        const url = await serve((_, response) => json(response, status, body));
        await send(url, { body: BODY });
        assert.deepEqual(await outcome(tracked), expected);
        const [span] = tracked.genai();
        assert.equal(
          span!.status.message,
          undefined,
          'no text of the provider'
        );
      });
    }

    it('tells a refused connection', async () => {
      const url = `http://127.0.0.1:${await closedPort()}${PATH}`;
      await assert.rejects(send(url, { body: BODY }));
      assert.deepEqual(await outcome(tracked), failure('ECONNREFUSED'));
    });

    it('tells a stream that was cut in the middle, and keeps what had come', async () => {
      const url = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(event('a') + event('b'));
        setTimeout(() => response.destroy(), 20);
      });
      await assert.rejects(send(url, { body: STREAMING }));
      const { errorType, ...rest } = await outcome(tracked);
      assert.match(String(errorType), /^(UND_ERR_SOCKET|ECONNRESET)$/);
      assert.deepEqual(rest, {
        failed: true,
        model: 'gpt-4o',
        outputTokens: undefined,
        finishReasons: undefined,
      });
      const [span] = tracked.genai();
      assert.equal(span!.attributes['gen_ai.response.id'], 'chatcmpl-1');
    });

    it("tells the caller's abort from a time-out", async () => {
      const controller = new AbortController();
      const url = await serve(() => controller.abort());
      await assert.rejects(
        send(url, { body: BODY, signal: controller.signal })
      );
      assert.deepEqual(await outcome(tracked), failure('aborted'));
    });

    it("tells a time-out of the caller's", async () => {
      const url = await serve(() => {});
      await assert.rejects(
        send(url, { body: BODY, signal: AbortSignal.timeout(20) })
      );
      assert.deepEqual(await outcome(tracked), failure('timeout'));
    });

    it('tells an abort by a timer, which is all that some SDKs say', async () => {
      const controller = new AbortController();
      const url = await serve(() => {
        setTimeout(() => controller.abort(), 20);
      });
      await assert.rejects(
        send(url, { body: BODY, signal: controller.signal })
      );
      assert.deepEqual(await outcome(tracked), failure('timeout'));
    });

    it("tells a time-out of an SDK's, which aborts without a reason", async () => {
      const url = await serve(() => {});
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 1050);
      await assert.rejects(
        send(url, {
          body: BODY,
          signal: controller.signal,
          headers: { 'X-Stainless-Timeout': '1' },
        })
      );
      assert.deepEqual(await outcome(tracked), failure('timeout'));
    });
  });
}
