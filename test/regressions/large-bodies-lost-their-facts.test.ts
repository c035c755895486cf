// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type http from 'node:http';
import { createRequire } from 'node:module';
import * as zlib from 'node:zlib';
import { BODY, PATH, transports } from '../telemetry/support/calling.ts';
import {
  completion,
  json,
  scriptedServer,
  type ScriptedServer,
} from '../telemetry/support/scripted-server.ts';
import { randomFrom } from '../unit/decode/replay.ts';
import { track, type Tracked } from '../telemetry/support/tracked.ts';

const image = 'iVBORw0KGgo+'.repeat(500_000);
const patched = createRequire(import.meta.url)('http') as typeof http;

/** Model, finish reasons, input and output tokens of the only span. */
function facts({ spans: [span, ...more] }: Tracked): unknown[] {
  assert.deepEqual(more, []);
  return [
    'response.model',
    'response.finish_reasons',
    'usage.input_tokens',
    'usage.output_tokens',
  ].map(name => span?.attributes[`gen_ai.${name}`]);
}

describe('a body of several megabytes', () => {
  let tracked: Tracked;
  let server: ScriptedServer;
  let answer: (response: http.ServerResponse) => void;

  beforeEach(async () => {
    tracked = track();
    server = await scriptedServer((_, response) => answer(response));
  });

  afterEach(async () => {
    await tracked.stop();
    await server.close();
  });

  function stream(type: string, body: string): void {
    answer = response => {
      response.writeHead(200, { 'content-type': type });
      response.end(body);
    };
  }

  const finished = {
    type: 'response.completed',
    response: {
      id: 'resp_1',
      status: 'completed',
      model: 'gpt-5-2025-08-07',
      output: [{ type: 'image_generation_call', result: image }],
      usage: { input_tokens: 2500, output_tokens: 150 },
    },
  };
  const candidates = {
    candidates: [
      {
        content: { parts: [{ inlineData: { data: image } }] },
        finishReason: 'STOP',
      },
    ],
    usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 1290 },
    modelVersion: 'gemini-2.5-flash-image',
  };

  for (const [name, send] of Object.entries(transports)) {
    it(`of a stream of Responses gives its facts, by ${name}`, async () => {
      stream('text/event-stream', `data: ${JSON.stringify(finished)}\n\n`);
      await send(`${server.origin}/v1/responses`, {
        body: '{"model":"gpt-5","stream":true}',
      });
      assert.deepEqual(facts(tracked), [
        'gpt-5-2025-08-07',
        ['stop'],
        2500,
        150,
      ]);
    });

    it(`of Gemini gives its facts, streamed, as an array and whole, by ${name}`, async () => {
      const models = `${server.origin}/v1beta/models/gemini-2.5-flash-image`;
      const text = JSON.stringify(candidates);
      for (const [path, type, body] of [
        ['streamGenerateContent?alt=sse', 'text/event-stream', `data: ${text}`],
        ['streamGenerateContent', 'application/json', `[${text}]`],
        ['generateContent', 'application/json', text],
      ] as const) {
        stream(type, `${body}\r\n\r\n`);
        await send(`${models}:${path}`, { body: '{"contents":[]}' });
        assert.deepEqual(
          facts(tracked),
          ['gemini-2.5-flash-image', ['STOP'], 9, 1290],
          path
        );
        tracked.spans.length = 0;
      }
    });

    it(`of embeddings gives its tokens, by ${name}`, async () => {
      const embedding = Array.from({ length: 1536 }, (_, i) => Math.sin(i));
      const data = Array.from({ length: 256 }, (_, index) => ({
        object: 'embedding',
        index,
        embedding,
      }));
      const usage = { prompt_tokens: 77, total_tokens: 77 };
      answer = response =>
        json(response, 200, { object: 'list', data, model: 'e-1', usage });
      await send(`${server.origin}/v1/embeddings`, {
        body: '{"model":"e","input":["a"]}',
      });
      assert.deepEqual(facts(tracked), ['e-1', undefined, 77, undefined]);
    });

    it(`of a request gives its parameters behind the images, by ${name}`, async () => {
      answer = response => json(response, 200, completion);
      const messages = [{ role: 'user', content: [{ image_url: image }] }];
      await send(server.origin + PATH, {
        body: JSON.stringify({ messages, model: 'gpt-4o', temperature: 0.5 }),
      });
      const [span] = tracked.spans;
      assert.equal(span?.attributes['gen_ai.request.model'], 'gpt-4o');
      assert.equal(span.attributes['gen_ai.request.temperature'], 0.5);
    });
  }

  it('of a request in pieces of any kind gives its parameters', async () => {
    answer = response => json(response, 200, completion);
    const body = JSON.stringify({
      messages: [{ role: 'user', content: `é"\\世界😀 ${image}` }],
      model: 'gpt-4o',
      top_p: 0.25,
    });
    const bytes = Buffer.from(body);
    await new Promise<void>((resolve, reject) => {
      const request = patched.request(server.origin + PATH, { method: 'POST' });
      request.on('response', response => {
        response.resume().on('end', resolve);
      });
      request.on('error', reject);
      let at = 0;
      for (let size = 1; at < bytes.length; size = size * 2 + 1) {
        const part = bytes.subarray(at, at + size);
        request.write(part);
        at += size;
      }
      request.end();
    });
    const [span] = tracked.spans;
    assert.equal(span?.attributes['gen_ai.request.model'], 'gpt-4o');
    assert.equal(span.attributes['gen_ai.request.top_p'], 0.25);
  });
});

describe('a body that is compressed', () => {
  let tracked: Tracked;

  beforeEach(() => {
    tracked = track();
  });

  afterEach(() => tracked.stop());

  for (const [encoding, encode] of Object.entries({
    gzip: zlib.gzipSync,
    deflate: zlib.deflateSync,
    br: (text: string) =>
      zlib.brotliCompressSync(text, {
        params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 },
      }),
  })) {
    it(`gives its facts by ${encoding}, as a request and as an answer, whatever its size`, async () => {
      const random = randomFrom(5);
      const noise = Array.from({ length: 300_000 }, () => random(2 ** 30));
      for (const padding of [[], noise, image]) {
        const server = await scriptedServer((_, response) => {
          response.writeHead(200, {
            'content-type': 'application/json',
            'content-encoding': encoding,
          });
          response.end(encode(JSON.stringify({ padding, ...completion })));
        });
        const request = { padding, model: 'gpt-4o', top_p: 0.5 };
        const response = await fetch(server.origin + PATH, {
          method: 'POST',
          headers: { 'content-encoding': encoding },
          body: encode(JSON.stringify(request)),
        });
        await response.text();
        await server.close();
        const [span] = tracked.spans;
        assert.equal(span?.attributes['gen_ai.request.model'], 'gpt-4o');
        assert.equal(span.attributes['gen_ai.request.top_p'], 0.5);
        assert.deepEqual(facts(tracked), [
          'gpt-4o-2024-08-06',
          ['stop'],
          11,
          7,
        ]);
        tracked.spans.length = 0;
      }
    });
  }
});

describe('a stream whose content type is wrong', () => {
  let tracked: Tracked;

  beforeEach(() => {
    tracked = track();
  });

  afterEach(() => tracked.stop());

  const chunk = (rest: object): object => ({ ...completion, ...rest });
  const events = [
    chunk({ choices: [{ index: 0, delta: { content: 'Hi' } }], usage: null }),
    chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  ].map(event => JSON.stringify(event));
  const sse = events.map(event => `data: ${event}\n\n`).join('');
  const bodies: Record<string, string> = {
    SSE: sse,
    'SSE with a byte order mark': `\ufeff${sse}`,
    'SSE with CR for line ends': sse.replaceAll('\n', '\r'),
    'SSE after comments and empty lines': `\n\n: wait\n\n${sse}`,
    NDJSON: `${events.join('\n')}\n`,
    'a whole answer': JSON.stringify(completion),
  };
  for (const [name, body] of Object.entries(bodies)) {
    for (const type of [
      'text/event-stream',
      'application/json',
      'application/x-ndjson',
      'application/vnd.amazon.eventstream',
      'application/octet-stream',
      'text/html',
    ]) {
      it(`is read as ${name}, not as ${type}`, async () => {
        const server = await scriptedServer((_, response) => {
          response.writeHead(200, { 'content-type': type });
          response.end(body);
        });
        const init = { method: 'POST', body: BODY };
        await (await fetch(server.origin + PATH, init)).text();
        await server.close();
        assert.deepEqual(facts(tracked), [
          'gpt-4o-2024-08-06',
          ['stop'],
          11,
          7,
        ]);
      });
    }
  }

  it('is a failure when it is a bare error', async () => {
    for (const body of [
      '{"error":{"code":"overloaded","message":"m"}}',
      `data: ${events[0]}\n\n{"error":{"code":"overloaded","message":"m"}}\n`,
    ]) {
      const server = await scriptedServer((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(body);
      });
      const init = { method: 'POST', body: BODY };
      await (await fetch(server.origin + PATH, init)).text();
      await server.close();
      const [span] = tracked.spans.splice(0);
      assert.equal(span?.attributes['error.type'], 'overloaded');
    }
  });
});
