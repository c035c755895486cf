// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { GenAIInstrumentationConfig } from '../../src/index.ts';
import { PATH, transports } from './support/calling.ts';
import { type LoggedEvent, withLogs } from './support/logged.ts';
import {
  completion,
  event,
  json,
  scriptedServer,
  type Script,
  type ScriptedServer,
} from './support/scripted-server.ts';
import { inSpan, track, type Tracked } from './support/tracked.ts';

const CONTENT = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
];
const DETAILS = 'gen_ai.client.inference.operation.details';

const body = JSON.stringify({
  model: 'gpt-4o',
  top_k: 7,
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'What is the weather?' },
  ],
  tools: [
    {
      type: 'function',
      function: { name: 'weather', description: 'Tells the weather' },
    },
  ],
});
const answer = {
  ...completion,
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Sunny.' },
      finish_reason: 'stop',
    },
  ],
};
const content = {
  'gen_ai.input.messages': [
    { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
    {
      role: 'user',
      parts: [{ type: 'text', content: 'What is the weather?' }],
    },
  ],
  'gen_ai.output.messages': [
    {
      role: 'assistant',
      parts: [{ type: 'text', content: 'Sunny.' }],
      finish_reason: 'stop',
    },
  ],
  'gen_ai.tool.definitions': [{ type: 'function', name: 'weather' }],
};

describe('content', () => {
  let tracked: Tracked | undefined;
  let server: ScriptedServer | undefined;
  let events: () => LoggedEvent[] = () => [];

  const start = async (
    config: GenAIInstrumentationConfig,
    script: Script = (_, response) => json(response, 200, answer)
  ): Promise<string> => {
    tracked = track(config);
    events = withLogs(tracked);
    server = await scriptedServer(script);
    return server.origin + PATH;
  };
  const onSpan = (): Record<string, unknown> => {
    const [span] = tracked!.genai();
    return Object.fromEntries(
      CONTENT.filter(name => name in span!.attributes).map(name => [
        name,
        JSON.parse(span!.attributes[name] as string),
      ])
    );
  };
  const ofEvent = ({ attributes }: LoggedEvent): Record<string, unknown> =>
    Object.fromEntries(
      CONTENT.filter(name => name in attributes).map(name => [
        name,
        attributes[name],
      ])
    );

  afterEach(async () => {
    await tracked?.stop();
    await server?.close();
    tracked = server = undefined;
  });

  it('is nowhere by default', async () => {
    const url = await start({});
    await transports['fetch']!(url, { body });
    assert.deepEqual(onSpan(), {});
    assert.deepEqual(events(), []);
  });

  for (const [name, send] of Object.entries(transports)) {
    it(`stands on the span of a call by ${name}, as JSON, and the application gets and sends the same`, async () => {
      let sent: string | undefined;
      const url = await start(
        { captureContent: 'span' },
        (request, response) => {
          sent = request.body;
          json(response, 200, answer);
        }
      );
      assert.equal(await send(url, { body }), JSON.stringify(answer));
      assert.equal(sent, body);
      assert.deepEqual(onSpan(), content);
      assert.deepEqual(events(), []);
    });
  }

  it('stands on an event, structured, with the attributes of the span and in its trace', async () => {
    const url = await start({ captureContent: 'event' });
    await inSpan(tracked!, 'work', () => transports['fetch']!(url, { body }));
    assert.deepEqual(onSpan(), {});
    const [span] = tracked!.genai();
    const [details, ...more] = events();
    assert.ok(details);
    assert.deepEqual(more, []);
    assert.deepEqual(details, {
      name: DETAILS,
      severity: undefined,
      traceId: span!.spanContext().traceId,
      spanId: span!.spanContext().spanId,
      attributes: { ...span!.attributes, ...content },
    });
  });

  it('stands on both when both are asked for', async () => {
    const url = await start({ captureContent: 'both' });
    await transports['fetch']!(url, { body });
    assert.deepEqual(onSpan(), content);
    assert.deepEqual(events().map(ofEvent), [content]);
  });

  it('is an event of severity DEBUG in the latest profile', async () => {
    const url = await start({ captureContent: 'event', semconv: 'latest' });
    await transports['fetch']!(url, { body });
    assert.deepEqual(
      events().map(({ name, severity }) => ({ name, severity })),
      [{ name: DETAILS, severity: 5 }]
    );
  });

  it('leaves top_k out of the event of v1.41, whose table has none', async () => {
    for (const [semconv, expected] of [
      ['v1.41', undefined],
      ['latest', 7],
    ] as const) {
      const url = await start({
        captureContent: 'event',
        semconv,
        providers: [{ name: 'cohere', hosts: ['127.0.0.1'] }],
      });
      await transports['fetch']!(url, { body });
      const [details] = events();
      assert.equal(details!.attributes['gen_ai.request.top_k'], expected);
      await tracked!.stop();
      await server!.close();
    }
    tracked = server = undefined;
  });

  it('is put together from a stream', async () => {
    const url = await start({ captureContent: 'span' }, (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      // More than a decoder keeps when only facts are wanted.
      for (let index = 0; index < 40; index++) {
        response.write(event(`${index} `));
      }
      response.end('data: [DONE]\n\n');
    });
    await transports['fetch']!(url, { body });
    const numbers = Array.from({ length: 40 }, (_, index) => `${index} `);
    assert.deepEqual(onSpan()['gen_ai.output.messages'], [
      {
        role: 'assistant',
        parts: [{ type: 'text', content: numbers.join('') }],
        // No provider said why it ended, and the schema wants a word.
        finish_reason: 'unknown',
      },
    ]);
  });

  it('of a stream that was cut says that it ended in an error', async () => {
    const url = await start({ captureContent: 'span' }, (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event('So '));
      setImmediate(() => response.destroy());
    });
    await assert.rejects(transports['fetch']!(url, { body }));
    assert.deepEqual(onSpan()['gen_ai.output.messages'], [
      {
        role: 'assistant',
        parts: [{ type: 'text', content: 'So ' }],
        finish_reason: 'error',
      },
    ]);
  });

  it('of a call that was refused is what was asked', async () => {
    const url = await start({ captureContent: 'span' }, (_, response) =>
      json(response, 429, { error: { message: 'secret', code: 'slow_down' } })
    );
    await transports['fetch']!(url, { body });
    assert.deepEqual(Object.keys(onSpan()).sort(), [
      'gen_ai.input.messages',
      'gen_ai.tool.definitions',
    ]);
    assert.deepEqual(
      events().map(({ attributes }) => attributes),
      [{ 'exception.type': 'slow_down' }]
    );
  });

  it('is left away where the answer was too long to be kept', async () => {
    const url = await start(
      { captureContent: 'span', maxBodyBytes: 2000 },
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (let index = 0; index < 40; index++) response.write(event('word '));
        response.end('data: [DONE]\n\n');
      }
    );
    await transports['fetch']!(url, { body });
    assert.equal('gen_ai.output.messages' in onSpan(), false);
    assert.equal('gen_ai.input.messages' in onSpan(), true);
  });

  it('keeps within its bound', async () => {
    const url = await start({ captureContent: 'span', maxContentBytes: 1000 });
    const long = 'word '.repeat(10_000);
    await transports['fetch']!(url, {
      body: JSON.stringify({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: long }],
      }),
    });
    const [span] = tracked!.genai();
    const said = span!.attributes['gen_ai.input.messages'] as string;
    assert.match(
      said,
      /^\[\{"role":"user",.*word wor?d?.*…\[truncated\]"\}\]\}\]$/
    );
    const all = CONTENT.map(
      name => span!.attributes[name] as string | undefined
    ).join('');
    assert.ok(Buffer.byteLength(all) <= 1000, `${Buffer.byteLength(all)}`);
    assert.ok(Buffer.byteLength(all) > 900, `${Buffer.byteLength(all)}`);
  });

  it("leaves what somebody else's span has already", async () => {
    const url = await start({ captureContent: 'both' });
    const theirs = tracked!.tracerOf('another').startSpan('chat gpt-4o', {
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.input.messages': 'theirs',
      },
    });
    await inSpan(
      { ...tracked!, tracer: { startSpan: () => theirs } as never },
      'x',
      () => transports['fetch']!(url, { body })
    );
    const [span] = tracked!.genai();
    assert.equal(span!.attributes['gen_ai.input.messages'], 'theirs');
    assert.deepEqual(
      JSON.parse(span!.attributes['gen_ai.output.messages'] as string),
      content['gen_ai.output.messages']
    );
  });

  it('is none of embeddings', async () => {
    const url = await start({ captureContent: 'both' }, (_, response) =>
      json(response, 200, { model: 'e', data: [], usage: {} })
    );
    await transports['fetch']!(url.replace('chat/completions', 'embeddings'), {
      body: JSON.stringify({ model: 'e', input: 'secret' }),
    });
    assert.equal(tracked!.genai()[0]!.name, 'embeddings e');
    assert.deepEqual(onSpan(), {});
    assert.deepEqual(events(), []);
  });
});
