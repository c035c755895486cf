// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, type Context } from '@opentelemetry/api';
import { maxPayloadLength } from '../../content/bounded.ts';
import type { JsonObject } from '../../dialects/fields.ts';
import type { MessageHint } from '../../dialects/turn-dialect.ts';
import { guarded, reportText } from '../../guard.ts';
import type { RecognisedSocket } from '../../recognise/sockets.ts';
import { callerOf } from '../../telemetry/span.ts';
import type { SessionMetrics } from '../../telemetry/turns/metrics.ts';
import type { Open } from '../../telemetry/metric-attributes.ts';
import type {
  Exchange,
  SocketClose,
  SocketListener,
  Way,
} from '../../wire/exchange.ts';
import { openCalls } from '../open-calls.ts';
import { MessageReader, type MessageTarget } from './message-reader.ts';
import { lossOf, sessionError } from './session-end.ts';
import { SessionTurns, type TurnSurroundings } from './session-turns.ts';

/** The dependencies of a session. */
export interface SessionSurroundings extends TurnSurroundings {
  readonly metrics: SessionMetrics;
}

/** One WebSocket to a GenAI API, from its handshake to its end. */
export class Session implements SocketListener, MessageTarget {
  readonly #found: RecognisedSocket;
  readonly #metrics: SessionMetrics;
  readonly #peer: { provider: string; serverAddress: string };
  readonly #turns: SessionTurns;
  readonly #captures: boolean;
  readonly #readers: Record<Way, MessageReader>;
  readonly #start = performance.now();
  /** A message has shown the format, or the host is known. */
  #isConfirmed: boolean;
  #isOpen = false;
  #open: Open | undefined;
  #over = false;

  constructor(
    { config, telemetry, metrics }: SessionSurroundings,
    exchange: Exchange,
    found: RecognisedSocket,
    caller: Context
  ) {
    this.#found = found;
    this.#metrics = metrics;
    this.#isConfirmed = found.providerAssumed !== true;
    this.#captures = config.captureContent !== 'none';
    this.#turns = new SessionTurns(
      { config, telemetry },
      exchange,
      found,
      caller
    );
    const { provider } = found;
    const { url, socketPath } = exchange;
    this.#peer = { provider, serverAddress: socketPath ?? url.hostname };
    const bounds = this.#captures
      ? {
          maxLength: config.maxBodyBytes,
          maxPayloadLength: maxPayloadLength(config.maxContentBytes),
        }
      : undefined;
    const reader = (way: Way): MessageReader =>
      new MessageReader(way, found.turns, bounds, this);
    this.#readers = { sent: reader('sent'), received: reader('received') };
    openCalls.add(this);
  }

  /** The handshake is no turn, so its HTTP span keeps the application's parent. */
  context<T>(fn: () => T): T {
    return fn();
  }

  onOpen(): void {
    this.#isOpen = true;
    this.#count();
  }

  onPart(
    way: Way,
    part: Uint8Array,
    _text: boolean,
    last: boolean,
    at: number
  ): void {
    // Gemini answers in binary messages.
    if (!this.#over) this.#readers[way].push(part, last, at);
  }

  onUnreadable(way: Way, at: number): void {
    this.#readers[way].close();
    reportText('web socket', 'a frame could not be read');
    if (way === 'received') this.#turns.lose({ errorType: '_OTHER' }, at);
  }

  onClose(close: SocketClose, at: number): void {
    if (this.#over) return;
    this.#over = true;
    openCalls.delete(this);
    for (const reader of Object.values(this.#readers)) reader.close();
    this.#turns.lose(lossOf(close), at);
    guarded('metrics', () => {
      this.#open?.end();
      if (!this.#isConfirmed) return;
      const end = {
        closedBy: close.by,
        code: close.code,
        errorType: sessionError(close) ?? this.#lastError(close),
      };
      const seconds = Math.max(0, at - this.#start) / 1000;
      this.#metrics.record(this.#peer, end, seconds);
    });
  }

  /** The process ends. */
  onAbandoned(_reason: unknown, at: number): void {
    this.onClose({ by: 'application' }, at);
  }

  takesHint(hint: MessageHint, at: number): boolean {
    return this.#turns.takesHint(hint, at);
  }

  readMessage(way: Way, members: JsonObject, at: number): void {
    guarded('read message', () => {
      const { turns } = this.#found;
      const read = way === 'sent' ? turns.readSent : turns.readReceived;
      const signs = read(members, this.#captures);
      if (signs.length === 0) return;
      this.#confirm();
      const caller = way === 'sent' ? callerOf(context.active()) : undefined;
      for (const sign of signs) this.#turns.take(sign, caller, at);
    });
  }

  #confirm(): void {
    if (this.#isConfirmed) return;
    this.#isConfirmed = true;
    this.#count();
  }

  #count(): void {
    if (!this.#isOpen || !this.#isConfirmed) return;
    this.#open ??= guarded('metrics', () => this.#metrics.begin(this.#peer));
  }

  /** The reason why the server closed the connection, if it gave one in a message. */
  #lastError({ by }: SocketClose): string | undefined {
    return by === 'server' ? this.#turns.lastError : undefined;
  }
}
