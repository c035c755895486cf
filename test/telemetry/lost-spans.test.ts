// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { context, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import sinon from 'sinon';
import type { Call } from '../../src/call.ts';
import {
  LostSpans,
  lostSpans,
} from '../../src/telemetry/foreign/lost-spans.ts';
import {
  completion,
  event,
  json,
  scriptedServer,
  type ScriptedServer,
} from './support/scripted-server.ts';
import { track, type Tracked } from './support/tracked.ts';

const LOSES = '@opentelemetry/instrumentation-openai';
const DURATION = 'gen_ai.client.operation.duration';

describe('a span that its producer may never end', () => {
  let tracked: Tracked;
  let server: ScriptedServer;

  beforeEach(async () => {
    tracked = track();
    server = await scriptedServer(({ url }, response) => {
      if (url?.startsWith('/whole') === true) {
        json(response, 200, completion);
        return;
      }
      if (url?.startsWith('/refused') === true) {
        json(response, 429, { error: { code: 'rate_limit_exceeded' } });
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event('Hel'));
    });
  });
  afterEach(async () => {
    lostSpans.endAll();
    await tracked.stop();
    await server.close();
  });

  const begin = (scope: string): Span =>
    tracked
      .tracerOf(scope)
      .startSpan('theirs', { attributes: { 'gen_ai.operation.name': 'chat' } });

  const post = (span: Span, place: string): Promise<Response> =>
    context.with(trace.setSpan(context.active(), span), () =>
      fetch(`${server.origin}/${place}/v1/chat/completions`, {
        method: 'POST',
        body: '{"model":"gpt-4o","stream":true}',
      })
    );

  /** Reads a piece of the stream, and leaves. */
  const leave = async (span: Span): Promise<void> => {
    const response = await post(span, 'stream');
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    await wire();
  };

  const durations = async (): Promise<unknown[]> =>
    (await tracked.series(DURATION)).map(({ count, attributes }) => [
      count,
      attributes['error.type'],
    ]);

  it('is ended at the end of the process, as of the end of the call, and measured', async () => {
    const span = begin(LOSES);
    await leave(span);
    assert.equal(tracked.spans.length, 0, 'its producer has its time');
    await new Promise(resolve => setTimeout(resolve, 200));
    process.emit('beforeExit', 0);

    const [theirs, ...more] = tracked.spans;
    assert.deepEqual(more, []);
    assert.equal(theirs!.name, 'theirs');
    assert.equal(theirs!.attributes['error.type'], 'aborted');
    assert.equal(theirs!.status.code, SpanStatusCode.ERROR);
    const [seconds, nanoseconds] = theirs!.duration;
    assert.ok(
      seconds * 1e3 + nanoseconds / 1e6 < 190,
      'not when it was noticed'
    );
    assert.deepEqual(await durations(), [[1, 'aborted']]);
  });

  it('is left to a producer that ends it after all', async () => {
    const span = begin(LOSES);
    await leave(span);
    span.end();
    lostSpans.endAll();
    const [theirs, ...more] = tracked.spans;
    assert.deepEqual(more, []);
    assert.equal(theirs!.status.code, SpanStatusCode.UNSET);
    assert.deepEqual(await durations(), [], 'which has measured it');
  });

  it('is ended once, should its producer come too late', async () => {
    const span = begin(LOSES);
    await leave(span);
    lostSpans.endAll();
    span.end();
    assert.equal(tracked.spans.length, 1);
  });

  it('is one for all attempts under it', async () => {
    const span = begin(LOSES);
    await (await post(span, 'refused')).text();
    await leave(span);
    lostSpans.endAll();
    const [theirs, ...more] = tracked.spans;
    assert.deepEqual(more, []);
    assert.equal(theirs!.attributes['error.type'], 'aborted');
    assert.deepEqual((await durations()).sort(), [
      [1, 'aborted'],
      [1, 'rate_limit_exceeded'],
    ]);
  });

  it('is not touched where the producer loses none', async () => {
    const span = begin('com.anthropic.sdk.typescript');
    await leave(span);
    lostSpans.endAll();
    assert.deepEqual(tracked.spans, []);
    span.end();
    assert.deepEqual(await durations(), [[1, 'aborted']]);
  });

  it('leaves no listener behind', async () => {
    const counts = (): number[] =>
      ['beforeExit', 'exit'].map(name => process.listenerCount(name));
    const before = counts();
    const spans = [begin(LOSES), begin(LOSES)];
    for (const span of spans) await leave(span);
    assert.deepEqual(
      counts(),
      before.map(count => count + 1)
    );
    lostSpans.endAll();
    assert.deepEqual(counts(), before);
  });

  /** The wire says of a stream that was left a moment later. */
  async function wire(): Promise<void> {
    for (let turn = 0; turn < 100; turn++) {
      const active = await tracked.values('genai.client.active_requests');
      if (active.every(({ value }) => value === 0)) return;
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }
});

describe('the patience with a producer', () => {
  let clock: sinon.SinonFakeTimers;
  let patient: LostSpans;
  beforeEach(() => {
    clock = sinon.useFakeTimers({
      toFake: ['setInterval', 'clearInterval', 'performance'],
    });
    patient = new LostSpans({
      setInterval,
      clearInterval,
      now: () => performance.now(),
    });
  });
  afterEach(() => {
    patient.endAll();
    clock.restore();
  });

  const watched = (): { span: Span; told: string[]; recovery: Recovery } => {
    const told: string[] = [];
    const state = { recording: true };
    return {
      span: { isRecording: () => state.recording } as unknown as Span,
      told,
      recovery: {
        end: () => {
          state.recording = false;
          told.push('end');
        },
        record: () => told.push('record'),
      },
    };
  };
  interface Recovery {
    end(): void;
    record(): void;
  }
  const call = (status?: number, errorType?: string): Call =>
    ({ status, errorType }) as Call;

  for (const [what, ended, seconds] of [
    ['an answer that broke off', call(200, 'aborted'), 5],
    ['an answer that came whole, and may still be read', call(200), 300],
    ['a refusal, after which the client may ask again', call(429, '429'), 300],
    ['no answer at all', call(undefined, 'ECONNRESET'), 300],
  ] as const) {
    it(`lasts ${seconds} s after ${what}`, () => {
      const { span, told, recovery } = watched();
      patient.watch(span, ended, recovery);
      clock.tick(seconds * 1000 - 1);
      assert.deepEqual(told, []);
      clock.tick(1001);
      assert.deepEqual(told, ['record', 'end']);
    });
  }

  it('has no end while the next attempt is under way', () => {
    const { span, told, recovery } = watched();
    patient.watch(span, call(429, '429'), recovery);
    patient.resume(span);
    clock.tick(600_000);
    assert.deepEqual(told, []);
    patient.watch(span, call(200, 'aborted'), recovery);
    clock.tick(6_000);
    assert.deepEqual(told, ['record', 'record', 'end']);
  });

  it('has no timer in the clock of a test of the application', () => {
    const { span, told, recovery } = watched();
    lostSpans.endAll();
    lostSpans.watch(span, call(200), recovery);
    try {
      assert.equal(clock.countTimers(), 0);
      clock.tick(400_000);
      assert.deepEqual(told, []);
    } finally {
      lostSpans.endAll();
    }
    assert.deepEqual(told, ['record', 'end']);
  });

  it('survives what fails in it', () => {
    const { span, told, recovery } = watched();
    patient.watch(span, call(200, 'aborted'), {
      ...recovery,
      record() {
        throw new Error('of a meter');
      },
    });
    clock.tick(6_000);
    assert.deepEqual(told, ['end']);
  });
});
