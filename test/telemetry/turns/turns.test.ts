// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { context, createContextKey, trace } from '@opentelemetry/api';
import { openCalls } from '../../../src/observe/open-calls.ts';
import { inSpan, track, type Tracked } from '../support/tracked.ts';
import {
  FakeSocket,
  fixture,
  listen,
  openSocket,
  socketObserver,
} from './fake-socket.ts';

const RESPONSES = 'wss://api.openai.com/v1/responses';
const REALTIME = 'wss://api.openai.com/v1/realtime?model=gpt-realtime';
const GEMINI = fixture('google-live').url;
const FIRST_AUDIO = 'genai.client.time_to_first_audio';

const ask = { type: 'response.create', model: 'gpt-5.2', input: 'hi' };
const completed = {
  type: 'response.completed',
  response: { id: 'resp_1', status: 'completed', output: [] },
};
const created = (id: string) => ({
  type: 'response.created',
  response: { id },
});
const done = (id: string) => ({
  type: 'response.done',
  response: { id, status: 'completed', output: [] },
});
const audio = (id: string) => ({
  type: 'response.output_audio.delta',
  response_id: id,
  delta: 'AAAA',
});

const hrTimeToMilliseconds = ([whole, rest]: [number, number]): number =>
  whole * 1000 + rest / 1e6;

describe('a turn over WebSocket', () => {
  let tracked: Tracked;
  beforeEach(() => (tracked = track()));
  afterEach(() => tracked.stop());

  const seconds = async (name: string): Promise<number> => {
    const found = await tracked.series(name);
    assert.equal(found.length, 1, name);
    return found[0]!.sum;
  };

  it('has the span in which it was asked for as its parent, not that of the connection', async () => {
    const socket = await inSpan(tracked, 'connects', async () =>
      openSocket(tracked, RESPONSES)
    );
    await inSpan(tracked, 'asks', async () => socket.sent(ask));
    socket.received(completed);
    const [turn] = tracked.genai();
    const asks = tracked.spans.find(({ name }) => name === 'asks')!;
    assert.equal(turn!.parentSpanContext?.spanId, asks.spanContext().spanId);
    assert.equal(turn!.name, 'chat gpt-5.2');
  });

  it('that the server begins has the span of the connection as its parent, and lasts from the end of the speech', async () => {
    const socket = await inSpan(tracked, 'connects', async () =>
      openSocket(tracked, REALTIME)
    );
    await inSpan(tracked, 'other', async () => {
      socket.received({ type: 'input_audio_buffer.speech_started' });
      socket.received({ type: 'input_audio_buffer.speech_stopped' });
      await pause(30);
      socket.received({ type: 'input_audio_buffer.committed' });
      socket.received(created('a'));
      await pause(30);
      socket.received(audio('a'));
      await pause(30);
      socket.received(done('a'));
    });
    const [turn] = tracked.genai();
    const connects = tracked.spans.find(({ name }) => name === 'connects')!;
    assert.equal(
      turn!.parentSpanContext?.spanId,
      connects.spanContext().spanId
    );
    const first = await seconds(FIRST_AUDIO);
    assert.ok(first >= 0.055 && first < 0.5, String(first));
    assert.equal(
      turn!.attributes['gen_ai.response.time_to_first_chunk'],
      first
    );
    const took = await seconds('gen_ai.client.operation.duration');
    assert.ok(took >= first + 0.025, String(took));
    const span = hrTimeToMilliseconds(turn!.duration) / 1000;
    assert.ok(Math.abs(span - took) < 0.01, `${span} ${took}`);
  });

  it('whose beginning is not known has no times to its first piece', async () => {
    const socket = openSocket(tracked, GEMINI);
    const data = { mimeType: 'audio/pcm', data: 'AAAA' };
    const modelTurn = { parts: [{ inlineData: data }] };
    socket.received({ serverContent: { modelTurn } });
    socket.received({ serverContent: { turnComplete: true } });
    assert.equal(tracked.genai().length, 1);
    assert.deepEqual(await tracked.series(FIRST_AUDIO), []);
    const { attributes } = tracked.genai()[0]!;
    assert.ok(!('gen_ai.response.time_to_first_chunk' in attributes));
  });

  it('lasts until everything is generated, not until it is played', async () => {
    const socket = openSocket(tracked, GEMINI);
    const { events } = fixture('google-live');
    socket.play(events.slice(0, 4));
    socket.received({ serverContent: { generationComplete: true } });
    await pause(60);
    socket.received({
      serverContent: { turnComplete: true },
      usageMetadata: { promptTokenCount: 3, responseTokenCount: 4 },
    });
    const took = await seconds('gen_ai.client.operation.duration');
    assert.ok(took < 0.05, String(took));
    const [turn] = tracked.genai();
    assert.ok(hrTimeToMilliseconds(turn!.duration) < 50);
    assert.equal(turn!.attributes['gen_ai.usage.output_tokens'], 4);
  });

  it('measures usage by modality, and chunks, in the profile that has them', async () => {
    const socket = openSocket(tracked, REALTIME, { semconv: 'latest' });
    socket.play(fixture('openai-realtime-asked').events.slice(0, 13));
    const [{ attributes }] = tracked.genai() as unknown as [
      { attributes: object },
    ];
    const seen = attributes as Record<string, unknown>;
    assert.equal(seen['gen_ai.usage.audio.input_tokens'], 13);
    assert.equal(seen['gen_ai.usage.text.input_tokens'], 119);
    assert.equal(seen['gen_ai.usage.audio.output_tokens'], 91);
    assert.equal(seen['gen_ai.usage.text.cache_read.input_tokens'], 64);
    const chunks = await tracked.series(
      'gen_ai.client.inference.time_per_output_chunk'
    );
    assert.deepEqual(
      chunks.map(({ count }) => count),
      [2]
    );
    assert.equal(chunks[0]!.attributes['network.protocol.name'], 'websocket');
  });

  it('is not seen where tracing is suppressed or the user ignores the connection', () => {
    const observer = socketObserver(tracked, {
      ignoreRequest: ({ url, provider, operation }) =>
        url.pathname === '/v1/responses' &&
        provider === 'openai' &&
        operation === 'chat',
    });
    assert.equal(listen(observer, RESPONSES), undefined);
    assert.ok(listen(observer, REALTIME));
    const suppressed = createContextKey(
      'OpenTelemetry SDK Context Key SUPPRESS_TRACING'
    );
    context.with(context.active().setValue(suppressed, true), () =>
      assert.equal(listen(observer, REALTIME), undefined)
    );
  });

  it('runs the hooks once each', () => {
    const calls: unknown[] = [];
    const socket = openSocket(tracked, RESPONSES, {
      requestHook: (span, { operation, provider }) => {
        calls.push([operation, provider]);
        span.setAttribute('mine', 1);
      },
      responseHook: (_, { status, errorType }) => {
        calls.push([status, errorType]);
        throw new Error('of the hook');
      },
    });
    socket.sent(ask);
    socket.received({
      type: 'error',
      status: 429,
      error: { code: 'rate_limit_exceeded' },
    });
    assert.deepEqual(calls, [
      ['chat', 'openai'],
      [429, 'rate_limit_exceeded'],
    ]);
    assert.equal(tracked.genai()[0]!.attributes['mine'], 1);
  });

  it('enriches the span of another producer around the message', async () => {
    const socket = openSocket(tracked, RESPONSES);
    const outer = tracked.tracerOf('other').startSpan('chat', {
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-5.2',
      },
    });
    context.with(trace.setSpan(context.active(), outer), () =>
      socket.sent(ask)
    );
    socket.received(completed);
    outer.end();
    assert.equal(tracked.genai().length, 1);
    assert.equal(
      tracked.genai()[0]!.attributes['gen_ai.response.id'],
      'resp_1'
    );
  });

  it('ends with the process, as a call does', () => {
    const socket = openSocket(tracked, RESPONSES);
    socket.sent(ask);
    openCalls.abandonAll(undefined);
    socket.close();
    assert.deepEqual(
      tracked.genai().map(({ attributes }) => attributes['error.type']),
      ['aborted']
    );
  });

  it('ends where its messages can no longer be read', () => {
    const socket = openSocket(tracked, RESPONSES);
    socket.sent(ask);
    socket.pass('received', Buffer.from('{"type":"respo'), false);
    socket.listener.onUnreadable('received', performance.now());
    socket.close();
    assert.deepEqual(
      tracked.genai().map(({ attributes }) => attributes['error.type']),
      ['_OTHER']
    );
  });

  it('of a connection that was not accepted is none', () => {
    const observer = socketObserver(tracked);
    const listener = listen(observer, RESPONSES)!;
    assert.equal(
      listener.context(() => 7),
      7
    );
    listener.onClose({ by: 'refused', status: 401 }, performance.now());
    assert.deepEqual(tracked.spans, []);
  });

  it('is observed again on the next connection', () => {
    const observer = socketObserver(tracked);
    for (let connection = 0; connection < 3; connection++) {
      const socket = new FakeSocket(listen(observer, RESPONSES)!);
      socket.sent(ask);
      socket.received(completed);
      socket.close();
    }
    assert.equal(tracked.genai().length, 3);
  });
});
