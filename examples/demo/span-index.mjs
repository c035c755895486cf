// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Spans found by id and by parent, and what the demo asks of them. */
export class SpanIndex {
  #byId = new Map();
  #children = new Map();

  /** @param {import('./receiver.mjs').Span[]} spans */
  constructor(spans) {
    this.spans = spans;
    for (const span of spans) {
      this.#byId.set(span.spanId, span);
      const siblings = this.#children.get(span.parentSpanId) ?? [];
      this.#children.set(span.parentSpanId, [...siblings, span]);
    }
  }

  get size() {
    return this.#byId.size;
  }

  genAI() {
    return this.spans.filter(isGenAI);
  }

  childrenOf(span) {
    const children = this.#children.get(span.spanId) ?? [];
    return children.toSorted((one, other) => one.startMs - other.startMs);
  }

  /** The span and its ancestors, innermost first. */
  lineOf(spanId) {
    const line = [];
    let span = this.#byId.get(spanId);
    while (span !== undefined) {
      line.push(span);
      span = this.#byId.get(span.parentSpanId);
    }
    return line;
  }

  /** The spans above what a server received, by the `traceparent` that came with it. */
  lineOfRequest({ headers }) {
    const [, , spanId] = (headers.traceparent ?? '').split('-');
    return this.lineOf(spanId);
  }

  /** The spans of a turn, by the id of the response that the server gave it. */
  spansOfTurn({ id }) {
    return this.spans.filter(
      ({ attributes }) => attributes['gen_ai.response.id'] === id
    );
  }

  /** The span of a turn and its ancestors. */
  lineOfTurn(turn) {
    const [span] = this.spansOfTurn(turn);
    return span === undefined ? [] : this.lineOf(span.spanId);
  }
}

export function isGenAI(span) {
  return span.attributes['gen_ai.operation.name'] !== undefined;
}

/** Whether the span is one of a turn over WebSocket. */
export function isTurn(span) {
  return (
    isGenAI(span) && span.attributes['network.protocol.name'] === 'websocket'
  );
}
