// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { errorReport, errorText } from '../../src/error-text.ts';
import { thrownErrorType } from '../../src/error-type.ts';
import { forgetReports } from '../../src/guard.ts';
import { withLogs } from '../telemetry/support/logged.ts';
import {
  completion,
  json,
  scriptedServer,
} from '../telemetry/support/scripted-server.ts';
import { track } from '../telemetry/support/tracked.ts';

const http = createRequire(import.meta.url)('http') as typeof import('http');
const undici = createRequire(import.meta.url)(
  'undici'
) as typeof import('undici');

const PATH = '/v1/chat/completions';
const headers = { 'content-type': 'application/json' };

const failing = (body: () => AsyncGenerator<string>): Readable =>
  Readable.from(body());

/** Failures that an application or its libraries make, each with a secret in its message, name or code. */
const failures: Record<string, (origin: string) => Promise<unknown>> = {
  'a request body that fails': async origin => {
    const response = await undici.request(origin + PATH, {
      method: 'POST',
      headers,
      body: failing(async function* () {
        yield '{"model":"m",';
        throw new Error('cannot encode prompt: SECRET');
      }),
    });
    return response.body.text();
  },
  'a request stream of fetch that fails': async origin =>
    fetch(origin + PATH, {
      method: 'POST',
      headers,
      duplex: 'half',
      body: new ReadableStream({
        pull(controller) {
          controller.error(new Error('cannot encode prompt: SECRET'));
        },
      }),
    }),
  'an agent that quotes the password of its proxy': origin =>
    new Promise((resolve, reject) => {
      const agent = new http.Agent();
      agent.createConnection = () => {
        throw Object.assign(
          new Error('connect http://user:SECRET@proxy failed'),
          { code: 'ECONNREFUSED' }
        );
      };
      const request = http.request(
        origin + PATH,
        { method: 'POST', agent, headers },
        resolve
      );
      request.on('error', reject);
      request.end('{}');
    }),
  'a mock that quotes the URL and the body': origin => {
    const mock = new undici.MockAgent();
    mock.disableNetConnect();
    mock.get(origin).intercept({ path: '/x' }).reply(200, '');
    return undici.request(`${origin}${PATH}?key=SECRET`, {
      method: 'POST',
      headers,
      body: '{"model":"m","messages":["SECRET"]}',
      dispatcher: mock,
    });
  },
  'an error whose code is a key': async origin =>
    undici.request(origin + PATH, {
      method: 'POST',
      headers,
      body: failing(async function* () {
        yield '{';
        throw Object.assign(new Error('x'), { code: 'sk-SECRET7' });
      }),
    }),
  'an error whose name is a key': async origin =>
    undici.request(origin + PATH, {
      method: 'POST',
      headers,
      body: failing(async function* () {
        yield '{';
        throw Object.assign(new Error('x'), { name: 'SECRET_session_12' });
      }),
    }),
};

describe('secrets in errors', () => {
  for (const [name, fail] of Object.entries(failures)) {
    it(`are in no status, event or diagnostic of ${name}`, async () => {
      forgetReports();
      const said: string[] = [];
      const say = (...args: unknown[]): void =>
        void said.push(
          ...args.map(
            arg => (arg instanceof Error ? arg.stack : String(arg)) ?? ''
          )
        );
      diag.setLogger(
        { error: say, warn: say, info: say, debug: say, verbose: say },
        { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true }
      );
      const tracked = track();
      const events = withLogs(tracked);
      const server = await scriptedServer((_, response) =>
        json(response, 200, completion)
      );
      try {
        await assert.rejects(fail(server.origin));
        await setTimeout(20);
        const spans = tracked.spans.map(span => ({
          name: span.name,
          attributes: span.attributes,
          status: span.status,
          events: span.events,
        }));
        const all = JSON.stringify([
          spans,
          events(),
          await tracked.series(),
          said,
        ]);
        assert.doesNotMatch(all, /SECRET/);
      } finally {
        await tracked.stop();
        await server.close();
        diag.disable();
      }
    });
  }

  it('do not pass the gate, whatever is thrown', () => {
    const trap = new Proxy(
      {},
      {
        get() {
          throw new Error('SECRET');
        },
      }
    );
    const hostile: unknown[] = [
      'SECRET',
      null,
      undefined,
      trap,
      { message: 'SECRET' },
      { name: 'SECRET1', code: 'SECRET2', message: 'SECRET' },
      Object.assign(new Error('SECRET'), { code: 'ECONNRESET' }),
      Object.assign(new Error('x'), { code: 'ERR_SECRET9_KEY' }),
      Object.assign(new Error('a\n    at SECRET (/SECRET.js:1:1)'), {}),
      Object.assign(new Error('x'), { stack: 'SECRET' }),
      new Error('', { cause: new Error('SECRET') }),
    ];
    for (const thrown of hostile) {
      const all = `${errorText(thrown)} ${errorReport(thrown)} ${thrownErrorType(thrown)}`;
      assert.doesNotMatch(all, /SECRET/, String(all));
    }
  });

  it('are not why an error cannot be understood', () => {
    const refused = Object.assign(new Error('connect'), {
      code: 'ECONNREFUSED',
    });
    assert.equal(errorText(refused), 'ECONNREFUSED: connection refused');
    assert.match(errorReport(refused), /ECONNREFUSED.* at .*secrets-in-errors/);
    assert.equal(errorText(new TypeError('x')), 'TypeError');
    class GatewayError extends Error {}
    assert.equal(errorText(new GatewayError('x')), 'Error');
    assert.equal(
      errorText(Object.assign(new Error('x'), { name: 'GatewayError' })),
      'GatewayError'
    );
    assert.equal(errorText('thrown'), 'error without a name');
    for (const code of [
      'UND_ERR_SOCKET',
      'ERR_HTTP2_STREAM_ERROR',
      'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      'EGATEWAY',
      'HPE_INVALID_CONSTANT',
      'CERT_HAS_EXPIRED',
    ]) {
      assert.equal(thrownErrorType({ code }), code);
    }
  });
});
