// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { forgetReports } from '../../src/guard.ts';
import type {
  CallContent,
  GenAIInstrumentationConfig,
} from '../../src/index.ts';
import { PATH, transports } from './support/calling.ts';
import { withLogs } from './support/logged.ts';
import {
  completion,
  event,
  json,
  scriptedServer,
  type Script,
} from './support/scripted-server.ts';
import { track } from './support/tracked.ts';

type Hook = Required<GenAIInstrumentationConfig>['contentHook'];

/** Everywhere where content can be said. */
const SECRET = 'sk-0123456789';
const body = JSON.stringify({
  model: 'gpt-4o',
  messages: [
    { role: 'system', content: `The key is ${SECRET}.` },
    {
      role: 'user',
      content: [
        { type: 'text', text: `Use ${SECRET}!` },
        {
          type: 'image_url',
          image_url: { url: `https://a.test/?key=${SECRET}` },
        },
      ],
      name: SECRET,
    },
    {
      role: 'assistant',
      tool_calls: [
        {
          id: SECRET,
          function: { name: 'f', arguments: `{"key":"${SECRET}"}` },
        },
      ],
    },
    { role: 'tool', tool_call_id: SECRET, content: SECRET },
  ],
  tools: [{ type: 'function', function: { name: `use_${SECRET}` } }],
});
const answer = {
  ...completion,
  choices: [
    { message: { content: `It was ${SECRET}` }, finish_reason: 'stop' },
  ],
};
const whole: Script = (_, response) => json(response, 200, answer);
/** In two pieces, of which neither is the secret. */
const streamed: Script = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(event(`It was ${SECRET.slice(0, 6)}`));
  response.write(event(SECRET.slice(6)));
  response.end('data: [DONE]\n\n');
};

const redact: Hook = content =>
  JSON.parse(
    JSON.stringify(content).replaceAll(SECRET, '[redacted]')
  ) as CallContent;

/** All that one call left behind: spans, events, metrics, what was said to diag. */
async function traces(
  contentHook: Hook | undefined,
  script: Script = whole
): Promise<{ all: string; diagnostics: string; content: boolean }> {
  forgetReports();
  const diagnostics: unknown[] = [];
  const say = (...args: unknown[]): void =>
    void diagnostics.push(
      ...args.map(arg => (arg instanceof Error ? (arg.stack ?? '') : arg))
    );
  diag.setLogger(
    { error: say, warn: say, info: say, debug: say, verbose: say },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true }
  );
  const server = await scriptedServer(script);
  const tracked = track({
    captureContent: 'both',
    ...(contentHook && { contentHook }),
  });
  const events = withLogs(tracked);
  try {
    await transports['fetch']!(server.origin + PATH, { body });
    // What a hook began may fail later.
    await new Promise(resolve => setImmediate(resolve));
    const spans = tracked.spans.map(
      ({ name, attributes, status, events: within }) => ({
        name,
        attributes,
        status,
        within,
      })
    );
    assert.equal(spans.length, 1);
    assert.equal(spans[0]!.attributes['gen_ai.response.id'], 'chatcmpl-1');
    const all = JSON.stringify([
      spans,
      events(),
      await tracked.series(),
      diagnostics,
    ]);
    return {
      all,
      diagnostics: JSON.stringify(diagnostics),
      content: all.includes('gen_ai.input.messages'),
    };
  } finally {
    await tracked.stop();
    await server.close();
    diag.disable();
  }
}

describe('contentHook', () => {
  it('is needed: without it the secret is recorded', async () => {
    const { all } = await traces(undefined);
    assert.ok(all.includes(SECRET));
  });

  for (const [name, script] of Object.entries({ whole, streamed })) {
    it(`removes a secret from all that is recorded of an answer that came ${name}`, async () => {
      const { all } = await traces(redact, script);
      assert.equal(all.includes(SECRET), false);
      assert.ok(all.includes('It was [redacted]'));
      assert.ok(all.includes('https://a.test/?key=[redacted]'));
      assert.ok(all.includes('use_[redacted]'));
    });
  }

  it('may change what it got, in place', async () => {
    const { all, content } = await traces(given => {
      for (const message of given.inputMessages ?? []) message.parts = [];
      delete given.outputMessages;
      delete given.toolDefinitions;
      return given;
    });
    assert.ok(content);
    assert.ok(!all.includes('Use '));
    assert.ok(!all.includes('gen_ai.output.messages'));
  });

  it('is told who is asked for what', async () => {
    let seen: unknown;
    await traces((given, { method, provider, operation }) => {
      seen = { method, provider, operation, sections: Object.keys(given) };
      return undefined;
    });
    assert.deepEqual(seen, {
      method: 'POST',
      provider: 'openai',
      operation: 'chat',
      sections: ['inputMessages', 'outputMessages', 'toolDefinitions'],
    });
  });

  const dropping: Record<string, Hook> = {
    'returns undefined': () => undefined,
    'returns null': () => null,
    'returns something else': () => 'no content' as never,
    'returns messages that are none': () =>
      ({ inputMessages: [SECRET] }) as never,
    'returns what is no JSON': given => ({ ...given, size: 1n }) as never,
    'returns a circle': given => {
      const circle = { ...given } as Record<string, unknown>;
      circle['inputMessages'] = [circle];
      return circle;
    },
    throws: given => {
      throw new Error(JSON.stringify(given));
    },
    'throws what is no error': given => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw JSON.stringify(given);
    },
    'throws an error of JSON, which quotes its text': () =>
      JSON.parse(`{"x": ${SECRET}}`) as CallContent,
    'returns a promise': ((given: CallContent) =>
      Promise.resolve(given)) as never,
    'returns a promise that fails': (() =>
      Promise.reject(new Error(SECRET))) as never,
  };
  for (const [name, hook] of Object.entries(dropping)) {
    it(`drops all content when it ${name}`, async () => {
      const { all, content } = await traces(hook);
      assert.equal(content, false);
      assert.equal(all.includes(SECRET), false);
    });
  }

  it('is reported when it throws, without the words of the error', async () => {
    const { diagnostics } = await traces(dropping['throws']);
    assert.match(diagnostics, /contentHook failed/);
    assert.match(
      diagnostics,
      /contentHook failed: Error at [^ ]+\.ts:\d+:\d+"/
    );
  });

  it('is reported when it returns a promise', async () => {
    const { diagnostics } = await traces(dropping['returns a promise']);
    assert.match(diagnostics, /contentHook failed.*must not be async/);
  });
});
