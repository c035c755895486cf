// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Context } from '@opentelemetry/api';
import type { Call, RequestFacts, ResponseFacts } from '../../call.ts';
import type { ResolvedConfig } from '../../config/config.ts';
import type { GenAIRequestInfo } from '../../config/options.ts';
import type { TurnKey } from '../../dialects/turn-dialect.ts';
import type { Outcome } from '../../error-type.ts';
import { guarded } from '../../guard.ts';
import type { CallSpan } from '../../telemetry/call-span.ts';
import { openCallSpan } from '../../telemetry/span.ts';
import type { Open } from '../../telemetry/metric-attributes.ts';
import { endCall, type EndedCall, type Telemetry } from '../ending.ts';
import type { TurnContent } from './turn-content.ts';

/** Maximum number of intervals that wait for the end of the turn. */
const MAX_INTERVALS = 4096;

/** Everything that is known when a turn begins. */
export interface TurnBeginning {
  readonly config: ResolvedConfig;
  readonly telemetry: Telemetry;
  readonly call: Call;
  readonly caller: Context;
  readonly info: GenAIRequestInfo;
  readonly content: TurnContent | undefined;
  readonly key: TurnKey;
  /** The id and the mark of the client's message, by which the server names the request. */
  readonly ref?: string | undefined;
  readonly mark?: string | undefined;
  /** When it was asked for, or the speech of the user ended, is known. */
  readonly isTimed: boolean;
  /** The server has begun it. */
  readonly hasBegun: boolean;
}

/** One generation: one span, one duration. It ends once. */
export class Turn implements EndedCall {
  readonly config: ResolvedConfig;
  readonly telemetry: Telemetry;
  readonly call: Call;
  readonly caller: Context;
  readonly span: CallSpan;
  readonly content: TurnContent | undefined;
  /** All messages have been read when a turn ends. */
  readonly response = { end(): void {} };
  readonly lane: string | undefined;
  readonly ref: string | undefined;
  readonly mark: string | undefined;
  id: string | undefined;
  hasBegun: boolean;
  readonly #info: GenAIRequestInfo;
  readonly #isTimed: boolean;
  #open: Open | undefined;
  #generated: number | undefined;

  constructor(beginning: TurnBeginning) {
    const { config, telemetry, call, caller, info, key } = beginning;
    this.config = config;
    this.telemetry = telemetry;
    this.call = call;
    this.caller = caller;
    this.content = beginning.content;
    this.id = key.id;
    this.lane = key.lane;
    this.ref = beginning.ref;
    this.mark = beginning.mark;
    this.hasBegun = beginning.hasBegun;
    this.#isTimed = beginning.isTimed;
    this.#info = info;
    this.span = openCallSpan(telemetry.tracer(), config, call, caller);
    guarded('metrics', () => {
      this.#open = telemetry.metrics.begin(call);
      if (call.request.model !== undefined) telemetry.metrics.expect(call);
    });
    const { requestHook } = config;
    if (requestHook !== undefined) {
      guarded('requestHook', () => requestHook(this.span.span, info));
    }
  }

  info(): GenAIRequestInfo {
    return this.#info;
  }

  /** Facts of the request that the server has told; they do not replace what the client asked for. */
  begin(id: string | undefined, request: RequestFacts): void {
    this.id ??= id;
    this.hasBegun = true;
    Object.assign(this.call.request, { ...request, ...this.call.request });
    guarded('span', () => this.span.update(this.call));
  }

  add(response: ResponseFacts): void {
    Object.assign(this.call.response, response);
  }

  /** A piece of the answer has arrived. */
  piece(audio: boolean, at: number): void {
    this.hasBegun = true;
    if (!this.#isTimed) return;
    const { times, chunkIntervals } = this.call;
    if (audio) times.firstAudio ??= at;
    if (times.firstChunk === undefined) times.firstChunk = at;
    else if (this.config.chunkMetrics) {
      chunkIntervals.push((at - (times.lastChunk ?? at)) / 1000);
      if (chunkIntervals.length >= MAX_INTERVALS) this.#recordChunks();
    }
    times.lastChunk = at;
  }

  /** Whether a piece of that kind tells nothing but its time. */
  hasPiece(audio: boolean): boolean {
    const { firstAudio } = this.call.times;
    if (!this.hasBegun) return false;
    return !audio || !this.#isTimed || firstAudio !== undefined;
  }

  /** Everything was generated, and is still being played. */
  generated(at: number): void {
    this.#generated ??= at;
  }

  end(outcome: Outcome, at: number): void {
    const { call } = this;
    if (this.#generated !== undefined && call.response.complete === true) {
      call.times.end = this.#generated;
      call.times.areOfEvents = true;
    } else call.times.end = at;
    // In sound, if any came; otherwise, what was asked for.
    if (call.times.firstAudio !== undefined) call.request.outputType = 'speech';
    guarded('metrics', () => this.#open?.end());
    guarded('span', () => this.span.update(call));
    endCall(this, outcome);
  }

  #recordChunks(): void {
    const { metrics } = this.telemetry;
    guarded('metrics', () =>
      metrics.recordChunks(this.call, this.span.measured)
    );
  }
}
