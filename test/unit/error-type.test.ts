// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Call, ResponseFacts } from '../../src/call.ts';
import type { Outcome } from '../../src/error-type.ts';
import { errorTypeOf } from '../../src/observe/ending.ts';

interface Given {
  status?: number;
  response?: ResponseFacts;
  elapsed?: number;
}

function callOf({ status, response = {}, elapsed = 5 }: Given): Call {
  return {
    provider: 'openai',
    operation: 'chat',
    serverAddress: '127.0.0.1',
    serverPort: 80,
    resendCount: 0,
    request: {},
    response,
    times: { start: 1000, end: 1000 + elapsed },
    chunkIntervals: [],
    ...(status !== undefined && { status }),
  };
}

const abandoned = (reason?: unknown, clientTimeout?: number): Outcome => ({
  kind: 'abandoned',
  reason,
  clientTimeout,
});
const failed = (error: unknown): Outcome => ({ kind: 'error', error });
const ended: Outcome = { kind: 'end' };
const withCode = (code: string): Error =>
  Object.assign(new Error('text that may hold anything'), { code });

/** The reason of `controller.abort()`, called from there. */
function abortedBy(frames: string): DOMException {
  const reason = new DOMException('This operation was aborted', 'AbortError');
  Object.defineProperty(reason, 'stack', { value: frames });
  return reason;
}

describe('errorTypeOf', () => {
  const table: [string, Given, Outcome, string | undefined][] = [
    ['a success has none', { status: 200 }, ended, undefined],
    [
      'a redirect that nobody followed has none',
      { status: 307 },
      ended,
      undefined,
    ],
    [
      "the provider's code goes before the status",
      { status: 429, response: { errorType: 'insufficient_quota' } },
      ended,
      'insufficient_quota',
    ],
    ['a status alone is its number', { status: 503 }, ended, '503'],
    ['the least status that fails', { status: 400 }, ended, '400'],
    ['the greatest that does not', { status: 399 }, ended, undefined],
    [
      'an error inside a 200 is an error',
      { status: 200, response: { errorType: 'server_error' } },
      ended,
      'server_error',
    ],
    [
      'a status goes before an error that the provider did not name',
      { status: 500, response: { errorType: '_OTHER' } },
      ended,
      '500',
    ],
    [
      'an error without a name inside a 200 is one all the same',
      { status: 200, response: { errorType: '_OTHER' } },
      ended,
      '_OTHER',
    ],
    ["Node's code", {}, failed(withCode('ECONNREFUSED')), 'ECONNREFUSED'],
    [
      'a stream that was cut',
      { status: 200 },
      failed(withCode('UND_ERR_SOCKET')),
      'UND_ERR_SOCKET',
    ],
    [
      'a connection lost after the last word of the stream is a success',
      { status: 200, response: { complete: true } },
      failed(withCode('UND_ERR_SOCKET')),
      undefined,
    ],
    [
      'a numeric code (DOMException) is not a name',
      {},
      failed(new DOMException('no', 'NetworkError')),
      'NetworkError',
    ],
    [
      'the name, where there is no code',
      {},
      failed(new TypeError('x')),
      'TypeError',
    ],
    [
      'free text never',
      {},
      failed({ code: 'it failed for user 42', name: 'a b' }),
      '_OTHER',
    ],
    ['nothing at all', {}, failed(undefined), '_OTHER'],
    ['null', {}, failed(null), '_OTHER'],
    ['null for a reason', {}, abandoned(null), 'aborted'],
    [
      'a time-out that is thrown',
      {},
      failed(new DOMException('', 'TimeoutError')),
      'timeout',
    ],
    [
      "the caller's abort",
      {},
      abandoned(new DOMException('', 'AbortError')),
      'aborted',
    ],
    [
      'a reason of the caller',
      {},
      abandoned(new RangeError('mine')),
      'aborted',
    ],
    [
      'a body left unread',
      { status: 200 },
      abandoned('garbage collected'),
      'aborted',
    ],
    [
      'a body let go after the last word of the stream is a success',
      { status: 200, response: { complete: true } },
      abandoned(),
      undefined,
    ],
    [
      'AbortSignal.timeout',
      {},
      abandoned(new DOMException('', 'TimeoutError')),
      'timeout',
    ],
    ['a time-out of axios', {}, abandoned(withCode('ECONNABORTED')), 'timeout'],
    [
      'a time-out of follow-redirects',
      {},
      abandoned(withCode('ERR_FR_TIMEOUT')),
      'timeout',
    ],
    ['a time-out in a word (cohere)', {}, abandoned('timeout'), 'timeout'],
    [
      'a sentence that speaks of a timeout',
      {},
      abandoned('left, but not for a timeout'),
      'aborted',
    ],
    [
      'an abort that a timer made',
      {},
      abandoned(abortedBy('at listOnTimeout (node:internal/timers:581:17)')),
      'timeout',
    ],
    [
      'a reason of the caller that a timer gave',
      {},
      abandoned(
        Object.assign(new RangeError('mine'), {
          stack: 'at listOnTimeout (node:internal/timers:581:17)',
        })
      ),
      'timeout',
    ],
    [
      'an abort behind an await, while timers run',
      {},
      abandoned(
        abortedBy(
          'at process.processTicksAndRejections (node:internal/process/task_queues:105:5)\n' +
            'at runNextTicks (node:internal/process/task_queues:69:3)\n' +
            'at listOnTimeout (node:internal/timers:555:9)'
        )
      ),
      'aborted',
    ],
    [
      'an abort whose cause is a timeout (node:http)',
      {},
      abandoned(
        Object.assign(new Error('The operation was aborted'), {
          name: 'AbortError',
          cause: new DOMException('', 'TimeoutError'),
        })
      ),
      'timeout',
    ],
    [
      'an abort without a stack',
      {},
      abandoned({ name: 'AbortError', stack: undefined }),
      'aborted',
    ],
    [
      'an abort that a timer made after the head had come',
      { status: 200 },
      abandoned(abortedBy('at listOnTimeout (node:internal/timers:581:17)')),
      'timeout',
    ],
    [
      "an abort that passed the caller's signal on",
      {},
      abandoned(
        abortedBy(
          'at AbortSignal.dispatchEvent (node:internal/event_target:762:26)\n' +
            'at listOnTimeout (node:internal/timers:581:17)'
        )
      ),
      'timeout',
    ],
    [
      "an abort at the limit of the client's SDK",
      { elapsed: 2000 },
      abandoned(new DOMException('', 'AbortError'), 2),
      'timeout',
    ],
    [
      "an abort before the limit of the client's SDK",
      { elapsed: 1999 },
      abandoned(new DOMException('', 'AbortError'), 2),
      'aborted',
    ],
    [
      "the caller's own abort by a timer, before the limit of the client's SDK",
      { elapsed: 1999 },
      abandoned(abortedBy('at listOnTimeout (node:internal/timers:581:17)'), 2),
      'timeout',
    ],
    [
      'a stream left after that limit, which holds for the head alone',
      { status: 200, elapsed: 5000 },
      abandoned(undefined, 2),
      'aborted',
    ],
    [
      'an error answer whose body the client did not read',
      { status: 429 },
      abandoned(),
      '429',
    ],
  ];
  for (const [name, given, outcome, expected] of table) {
    it(`says of ${name}: ${expected ?? 'nothing'}`, () => {
      assert.equal(errorTypeOf(callOf(given), outcome), expected);
    });
  }
});
