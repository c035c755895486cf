// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation, RequestFacts, ResponseFacts } from '../call.ts';
import type { OutputMessage, RequestContent } from '../content/messages.ts';
import type { JsonObject } from './fields.ts';

/** The headers of a message. */
export interface HeaderReader {
  /** @param name in lower case */
  get(name: string): string | undefined;
}

export const NO_HEADERS: HeaderReader = { get: () => undefined };

/**
 * One wire format: reads facts from JSON. Pure; never throws; leaves out missing or wrongly typed fields.
 */
export interface Dialect {
  readonly name: string;
  /** Top-level members of the request body that `readRequest` reads; the rest is never parsed. */
  readonly requestMembers: ReadonlySet<string>;
  /** Members whose presence is enough for `readRequest`; it gets `true`, and their value is never parsed. */
  readonly presentMembers?: ReadonlySet<string>;
  /** Reads the request, from those members of its body, its URL and its headers. `provider` selects deviations. */
  readRequest(
    body: JsonObject,
    url: URL,
    headers: HeaderReader,
    route: DialectRoute
  ): RequestFacts;
  /** Reads a whole JSON body, also of an error. Writes into `facts`. */
  readResponse(
    json: unknown,
    headers: HeaderReader,
    facts: ResponseFacts,
    route: DialectRoute
  ): void;
  /** Reads one event of a stream: its parsed JSON, in order. Must not depend on skipped events. Writes into `facts`. */
  readEvent(event: unknown, facts: ResponseFacts, route: DialectRoute): void;
  /** Reads facts from the response headers that the body did not contain; called after the body. Writes into `facts`. */
  readHeaders?(
    headers: HeaderReader,
    facts: ResponseFacts,
    route: DialectRoute
  ): void;
  /** Whether every event must be read because facts are spread over the whole stream (several choices). */
  needsEveryEvent?(request: RequestFacts): boolean;
  /** Reads prompts and answers, when they are captured. */
  readonly content?: ContentReader;
}

/** Facts known from recognition, which chose the dialect. */
export interface DialectRoute {
  readonly provider: string;
  readonly operation: Operation;
  /** Number of requested choices; 1 if not given. A stream is complete when all of them have ended. */
  readonly choiceCount?: number | undefined;
}

/** Reads the content of one wire format. Pure; never throws; used only when content is captured. */
export interface ContentReader {
  /** Top-level members of the request body with content; they are parsed only if content is captured. */
  readonly requestMembers: ReadonlySet<string>;
  readRequest(members: JsonObject, url: URL): RequestContent;
  /** Reads a whole JSON body. An error has no messages. */
  readResponse(json: unknown): OutputMessage[];
  /** Reads all events of a stream, in order; the stream may have been cut off. */
  readEvents(events: readonly unknown[]): OutputMessage[];
}
