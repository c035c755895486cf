// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A dispatcher as an application may write one: it answers in the same turn, without a socket, to handlers of either
 * generation, so that the order of microtasks is the same each time.
 */
export function instantDispatcher(status: number, chunks: readonly string[]) {
  const offered: unknown[] = [];
  return {
    offered,
    dispatch(options: any, handler: any): boolean {
      offered.push([
        options.method,
        options.path,
        Object.keys(options).sort(),
        Object.keys(handler).sort(),
      ]);
      if (typeof handler.onRequestStart === 'function') {
        answerNow(handler, status, chunks);
      } else {
        answerOld(handler, status, chunks);
      }
      return true;
    },
  };
}

function answerNow(handler: any, status: number, chunks: readonly string[]) {
  const controller = {
    paused: false,
    aborted: false,
    reason: null,
    rawHeaders: [],
    rawTrailers: [],
    pause() {},
    resume() {},
    abort() {},
  };
  handler.onRequestStart(controller, null);
  const headers = { 'content-type': 'text/plain' };
  handler.onResponseStart(controller, status, headers, 'Instant');
  for (const chunk of chunks) {
    handler.onResponseData(controller, Buffer.from(chunk));
  }
  handler.onResponseEnd(controller, {});
}

function answerOld(handler: any, status: number, chunks: readonly string[]) {
  handler.onConnect(() => {}, null);
  const headers = [Buffer.from('content-type'), Buffer.from('text/plain')];
  handler.onHeaders(status, headers, () => {}, 'Instant');
  for (const chunk of chunks) handler.onData(Buffer.from(chunk));
  handler.onComplete([]);
}
