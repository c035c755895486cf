// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { forgetReports } from '../../src/guard.ts';
import { GenAIInstrumentation } from '../../src/index.ts';
import { BODY, PATH, transports } from '../telemetry/support/calling.ts';
import {
  completion,
  json,
  scriptedServer,
} from '../telemetry/support/scripted-server.ts';
import { track, type Tracked } from '../telemetry/support/tracked.ts';

type HookName =
  'requestHook' | 'responseHook' | 'ignoreRequest' | 'contentHook';
const HOOKS: readonly HookName[] = [
  'requestHook',
  'responseHook',
  'ignoreRequest',
  'contentHook',
];

interface Seen {
  readonly tracked: Tracked;
  readonly origin: string;
  readonly unhandled: unknown[];
  readonly said: string[];
}

/** Makes two calls with these options, and waits for what the hooks began. */
async function calls(
  config: (origin: string) => object,
  judge: (seen: Seen) => void | Promise<void>
): Promise<void> {
  forgetReports();
  const unhandled: unknown[] = [];
  const said: string[] = [];
  const onUnhandled = (error: unknown): void => void unhandled.push(error);
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', onUnhandled);
  const say = (...args: unknown[]): void => void said.push(args.join(' '));
  diag.setLogger(
    { error: say, warn: say, info: say, debug: say, verbose: say },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true }
  );
  const server = await scriptedServer((_, response) =>
    json(response, 200, completion)
  );
  const tracked = track({
    captureContent: 'span',
    ...config(server.origin),
  });
  try {
    for (let count = 0; count < 2; count++) {
      await transports['fetch']!(server.origin + PATH, { body: BODY });
      await setTimeout(10);
    }
    await judge({ tracked, origin: server.origin, unhandled, said });
  } finally {
    await tracked.stop();
    await server.close();
    diag.disable();
    process.off('unhandledRejection', onUnhandled);
    for (const listener of listeners) {
      process.on('unhandledRejection', listener);
    }
  }
}

describe('a hook of the user', () => {
  for (const name of HOOKS) {
    const async: Record<string, unknown> = {
      'an async function': async () => {},
      'a bound async function': (async () => {}).bind(undefined),
      'an async generator function': async function* () {},
      'a generator function': function* () {},
    };
    for (const [kind, hook] of Object.entries(async)) {
      it(`is refused at construction, and the calls are recorded, where ${name} is ${kind}`, async () => {
        await calls(
          () => ({ [name]: hook }),
          ({ tracked, unhandled, said }) => {
            assert.equal(tracked.genai().length, 2);
            assert.deepEqual(unhandled, []);
            const lines = said.filter(line => line.startsWith(`${name}: `));
            assert.equal(lines.length, 1, 'reported once');
            assert.match(
              lines[0]!,
              /(async|generator) function was given; allowed: a function that is not async\. The hook is not used/
            );
            const spans = JSON.stringify(
              tracked.genai().map(({ attributes }) => attributes)
            );
            // Content that nobody has looked at stays out.
            const isCaptured = /gen_ai\.(?:input|output)\.messages/.test(spans);
            assert.equal(isCaptured, name !== 'contentHook');
          }
        );
      });
    }

    it(`is refused with an error where ${name} is no function`, () => {
      assert.throws(
        () => new GenAIInstrumentation({ [name]: 'redact' as never }),
        {
          name: 'ConfigurationError',
          message: `${name}: "redact" was given; allowed: a function that is not async`,
        }
      );
    });

    it(`loses no call and leaves no rejection where ${name} returns a promise that fails`, async () => {
      const hook = (): Promise<never> => Promise.reject(new Error('lookup'));
      await calls(
        () => ({ [name]: hook }),
        ({ tracked, unhandled, said }) => {
          assert.equal(tracked.genai().length, 2);
          assert.deepEqual(unhandled, []);
          assert.equal(
            said.filter(line => line.includes(`${name} failed`)).length,
            1,
            'reported once'
          );
          assert.match(said.join('\n'), /must not be async/);
        }
      );
    });

    it(`is reported once where ${name} throws, and the call is recorded`, async () => {
      const hook = (): never => {
        throw new RangeError('the prompt was: SECRET');
      };
      await calls(
        () => ({ [name]: hook }),
        ({ tracked, said }) => {
          assert.equal(tracked.genai().length, 2);
          const lines = said.filter(line => line.includes(`${name} failed`));
          assert.equal(lines.length, 1);
          assert.match(lines[0]!, /RangeError at .*async-hooks\.test\.ts/);
          assert.doesNotMatch(said.join('\n'), /SECRET/);
        }
      );
    });

    it(`does not see the calls that ${name} makes itself`, async () => {
      let runs = 0;
      await calls(
        origin => ({
          [name]: () => {
            runs++;
            const call = transports['fetch']!(origin + PATH, { body: BODY });
            call.catch(() => {});
            return undefined;
          },
        }),
        ({ tracked }) => {
          assert.equal(runs, 2);
          assert.equal(tracked.genai().length, 2);
        }
      );
    });
  }

  it('gets a URL without keys, user and password, and cannot change the request', async () => {
    const urls: URL[] = [];
    const see = (_: unknown, { url }: { url: URL }): void => {
      urls.push(new URL(url));
      url.pathname = '/changed';
    };
    await calls(
      () => ({
        requestHook: see,
        responseHook: see,
        ignoreRequest: ({ url }: { url: URL }) => {
          see(undefined, { url });
          return false;
        },
      }),
      async ({ tracked, origin }) => {
        urls.length = 0;
        const queries: Record<string, string> = {
          '?key=SECRET&alt=sse': '?key=REDACTED&alt=sse',
          '?api-key=SECRET': '?api-key=REDACTED',
          '?subscription-key=SECRET&api-version=1':
            '?subscription-key=REDACTED&api-version=1',
          '?access_token=SECRET': '?access_token=REDACTED',
          '?X-Amz-Signature=SECRET': '?X-Amz-Signature=REDACTED',
          '?q=sk-SECRET0123456': '?q=REDACTED',
        };
        const count = tracked.genai().length;
        for (const query of Object.keys(queries)) {
          const path = `/v1beta/models/gemini-2.0:generateContent${query}`;
          await transports['node:http']!(
            origin.replace('//', '//user:SECRET@') + path,
            { body: '{"contents":[]}' }
          );
        }
        await setTimeout(20);
        assert.equal(
          tracked.genai().length - count,
          Object.keys(queries).length
        );
        assert.equal(urls.length, 3 * Object.keys(queries).length);
        assert.doesNotMatch(urls.join(' '), /SECRET|user/);
        assert.deepEqual(
          urls.filter((_, index) => index % 3 === 0).map(url => url.search),
          Object.values(queries)
        );
        assert.ok(urls.every(url => url.pathname.startsWith('/v1beta/')));
      }
    );
  });
});
