// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { track, type Tracked } from '../support/tracked.ts';
import { fixture, openSocket } from './fake-socket.ts';

const RESPONSES = 'wss://api.openai.com/v1/responses';
const REALTIME = 'wss://api.openai.com/v1/realtime?model=gpt-realtime';
const GEMINI = fixture('google-live').url;
const ask = { type: 'response.create', model: 'gpt-5.2', input: 'hi' };
const created = (id: string) => ({
  type: 'response.created',
  response: { id },
});
const done = (id: string) => ({
  type: 'response.done',
  response: { id, status: 'completed', output: [] },
});

describe('a message over WebSocket', () => {
  let tracked: Tracked;
  beforeEach(() => (tracked = track()));
  afterEach(() => tracked.stop());

  it('that is none of the API disturbs nothing', () => {
    const socket = openSocket(tracked, REALTIME);
    const texts = [
      '',
      '[1,2]',
      'null',
      '"a"',
      '{',
      '{}',
      '{"type":7}',
      '\0\xff',
    ];
    const odd = [
      { type: 'response.done' },
      { type: 'response.done', response: 7 },
      { type: 'response.created', response: null },
      { type: 'error', error: 'no' },
      { type: 'session.created', session: [] },
      { type: 'response.output_audio.delta', response_id: {} },
    ].map(message => JSON.stringify(message));
    for (const way of ['sent', 'received'] as const) {
      for (const text of [...texts, ...odd]) {
        socket.pass(way, Buffer.from(text, 'latin1'), true);
      }
    }
    const gemini = openSocket(tracked, GEMINI);
    for (const member of [
      'setup',
      'clientContent',
      'serverContent',
      'toolCall',
    ]) {
      for (const value of [null, 1, 'a', [], [null], {}]) {
        gemini.sent({ [member]: value });
        gemini.received({ [member]: value });
      }
    }
    socket.sent({ type: 'response.create' });
    socket.received(created('x'));
    socket.received(done('x'));
    assert.equal(tracked.genai().at(-1)!.attributes['gen_ai.response.id'], 'x');
  });

  it('of 100 MB of sound is not kept', () => {
    const socket = openSocket(tracked, REALTIME);
    socket.sent({ type: 'response.create' });
    socket.received(created('x'));
    const head = Buffer.from(
      '{"event_id":"e","type":"response.output_audio.delta","response_id":"x","delta":"'
    );
    const sound = Buffer.alloc(64 * 1024, 'A');
    const before = process.memoryUsage();
    socket.pass('received', head, false);
    for (let part = 0; part < 1600; part++) {
      socket.listener.onPart('received', sound, true, false, 0);
    }
    const after = process.memoryUsage();
    const grown =
      after.arrayBuffers -
      before.arrayBuffers +
      after.external -
      before.external;
    assert.ok(grown < 8 * 1024 * 1024, String(grown));
    socket.pass('received', Buffer.from('"}'), true);
    socket.received(done('x'));
    assert.equal(tracked.genai().length, 1);
  }).timeout(20_000);

  it('of any length tells its usage', () => {
    const socket = openSocket(tracked, RESPONSES);
    socket.sent({ ...ask, input: 'x'.repeat(300_000) });
    const text = 'y'.repeat(400_000);
    const content = [{ type: 'output_text', text }];
    socket.received({
      type: 'response.completed',
      response: {
        id: 'resp_1',
        status: 'completed',
        instructions: text,
        output: Array.from({ length: 50 }, () => ({
          type: 'message',
          content,
        })),
        tools: Array.from({ length: 900 }, (_, index) => ({
          name: `t${index}`,
          description: text.slice(0, 700),
        })),
        usage: { input_tokens: 1, output_tokens: 2 },
      },
    });
    const { attributes } = tracked.genai()[0]!;
    assert.equal(attributes['gen_ai.usage.output_tokens'], 2);
  });
});
