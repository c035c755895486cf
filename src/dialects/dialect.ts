// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation, RequestFacts, ResponseFacts } from '../call.ts';
import type { OutputMessage, RequestContent } from '../content/messages.ts';
import type { JsonObject } from './fields.ts';

/** Reads one header of a message by its lower-case name. */
export type HeaderReader = (name: string) => string | undefined;

/**
 * One wire format: JSON to facts. Pure; reading never throws; a missing or wrongly typed field is left out.
 */
export interface Dialect {
  readonly name: string;
  /** Top-level members of the request body that `readRequest` looks at; the rest is never parsed. */
  readonly requestMembers: ReadonlySet<string>;
  /** Members that `readRequest` asks only whether they are there; their value is `true`, and theirs is never parsed. */
  readonly presentMembers?: ReadonlySet<string>;
  /** The request, from those members of its body, its URL and its headers. `provider` decides deviations. */
  readRequest(
    body: JsonObject,
    url: URL,
    header: HeaderReader,
    route: DialectRoute
  ): RequestFacts;
  /** A whole JSON body, also one of an error. Writes into `facts`. */
  readResponse(
    json: unknown,
    header: HeaderReader,
    facts: ResponseFacts,
    route: DialectRoute
  ): void;
  /** One event of a stream: its parsed JSON, in order; skipped events must not matter. Writes into `facts`. */
  readEvent(event: unknown, facts: ResponseFacts, route: DialectRoute): void;
  /** Reads facts from the response headers that the body, which was read before, did not contain. Writes into `facts`. */
  readHeaders?(
    header: HeaderReader,
    facts: ResponseFacts,
    route: DialectRoute
  ): void;
  /** Whether every event must be read, because facts are spread over the whole stream (several choices). */
  needsEveryEvent?(request: RequestFacts): boolean;
  /** Reads prompts and answers, when they are captured. */
  readonly content?: ContentReader;
}

/** Facts that recognition found when it chose the dialect. */
export interface DialectRoute {
  readonly provider: string;
  readonly operation: Operation;
  /** Choices that the request asked for; none said is one. A stream is complete when all of them have ended. */
  readonly choiceCount?: number | undefined;
}

/** Reads the content of one wire format. Pure; never throws; used only when content is captured. */
export interface ContentReader {
  /** Top-level members of the request body that hold content; they are parsed only when content is captured. */
  readonly requestMembers: ReadonlySet<string>;
  readRequest(members: JsonObject, url: URL): RequestContent;
  /** A whole JSON body. An error has no messages. */
  readResponse(json: unknown): OutputMessage[];
  /** All events of a stream, in order; it may have been cut. */
  readEvents(events: readonly unknown[]): OutputMessage[];
}
