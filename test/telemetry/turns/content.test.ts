// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { track, type Tracked } from '../support/tracked.ts';
import { fixture, openSocket } from './fake-socket.ts';

const SYSTEM = 'gen_ai.system_instructions';
const INPUT = 'gen_ai.input.messages';
const OUTPUT = 'gen_ai.output.messages';
const TOOLS = 'gen_ai.tool.definitions';

describe('content of turns', () => {
  let tracked: Tracked;
  beforeEach(() => (tracked = track()));
  afterEach(() => tracked.stop());

  const play = (name: string): Record<string, any>[] => {
    const { url, events } = fixture(name);
    openSocket(tracked, url, { captureContent: 'span' }).play(events);
    return tracked
      .genai()
      .map(({ attributes }) =>
        Object.fromEntries(
          [SYSTEM, INPUT, OUTPUT, TOOLS]
            .filter(key => key in attributes)
            .map(key => [key, JSON.parse(attributes[key] as string)])
        )
      );
  };
  const text = (content: string) => ({ type: 'text', content });

  it('is not recorded unless it is asked for', () => {
    const { url, events } = fixture('openai-responses-chain');
    openSocket(tracked, url).play(events);
    for (const { attributes } of tracked.genai()) {
      for (const key of [SYSTEM, INPUT, OUTPUT, TOOLS]) {
        assert.ok(!(key in attributes));
      }
    }
  });

  it('of the Responses API is that of its requests and of its last events', () => {
    const [first, second] = play('openai-responses-chain');
    assert.deepEqual(first![INPUT], [
      { role: 'user', parts: [text('Weather in Paris?')] },
    ]);
    assert.deepEqual(first![TOOLS], [
      { type: 'function', name: 'get_weather' },
    ]);
    assert.deepEqual(first![OUTPUT], [
      {
        role: 'assistant',
        parts: [
          {
            type: 'tool_call',
            id: 'call_1',
            name: 'get_weather',
            arguments: { city: 'Paris' },
          },
        ],
        finish_reason: 'tool_call',
      },
    ]);
    assert.deepEqual(second![INPUT], [
      {
        role: 'tool',
        parts: [
          {
            type: 'tool_call_response',
            id: 'call_1',
            response: '18 degrees',
          },
        ],
      },
    ]);
    assert.deepEqual(second![OUTPUT][0].parts, [text('It is 18 degrees.')]);
  });

  it('of the Realtime API is text and transcripts, and no sound', () => {
    const [first] = play('openai-realtime-asked');
    assert.deepEqual(first, {
      [SYSTEM]: [text('Be kind.')],
      [INPUT]: [{ role: 'user', parts: [text('Hello')] }],
      [OUTPUT]: [
        {
          role: 'assistant',
          parts: [text('Hi there.')],
          finish_reason: 'stop',
        },
      ],
    });
    tracked.spans.length = 0;
    const [voice] = play('openai-realtime-voice');
    assert.deepEqual(voice![INPUT], [
      { role: 'user', parts: [text('How are you?')] },
    ]);
    assert.equal(voice![OUTPUT][0].finish_reason, 'turn_detected');
  });

  it('of the Live API is put together from its pieces', () => {
    const [first, second] = play('google-live');
    assert.deepEqual(first, {
      [SYSTEM]: [text('Be kind.')],
      [INPUT]: [{ role: 'user', parts: [text('Hello')] }],
      [OUTPUT]: [
        {
          role: 'assistant',
          parts: [text('Hi there.')],
          finish_reason: 'stop',
        },
      ],
      [TOOLS]: [{ type: 'function', name: 'get_weather' }],
    });
    assert.deepEqual(second![INPUT], [
      { role: 'user', parts: [text('How are you?')] },
    ]);
    tracked.spans.length = 0;
    const [call, answer] = play('vertex-live-tools');
    assert.equal(call![OUTPUT][0].parts[0].name, 'get_weather');
    assert.deepEqual(answer![INPUT], [
      {
        role: 'tool',
        parts: [
          {
            type: 'tool_call_response',
            id: 'call_1',
            response: { degrees: 18 },
          },
        ],
      },
    ]);
  });

  it('contains no base64, and is bounded', () => {
    for (const name of ['openai-realtime-voice', 'google-live']) play(name);
    const all = JSON.stringify(
      tracked.genai().map(({ attributes }) => attributes)
    );
    assert.ok(!all.includes('UklGR'));
    tracked.spans.length = 0;
    const socket = openSocket(tracked, fixture('openai-realtime-asked').url, {
      captureContent: 'span',
      maxContentBytes: 2000,
    });
    for (let index = 0; index < 500; index++) {
      const content = [{ type: 'input_text', text: `${index} `.repeat(20) }];
      const item = { type: 'message', role: index % 2 ? 'user' : 'system' };
      socket.sent({
        type: 'conversation.item.create',
        item: { ...item, content },
      });
    }
    socket.sent({ type: 'response.create' });
    socket.close();
    const input = tracked.genai()[0]!.attributes[INPUT] as string;
    assert.ok(input.length <= 2000 && input.includes('499 499'));
  });

  it('passes the hook of the user', () => {
    const { url, events } = fixture('openai-realtime-asked');
    openSocket(tracked, url, {
      captureContent: 'span',
      contentHook: ({ outputMessages }) => ({
        outputMessages: outputMessages!,
      }),
    }).play(events);
    const { attributes } = tracked.genai()[0]!;
    assert.ok(OUTPUT in attributes && !(INPUT in attributes));
  });
});
