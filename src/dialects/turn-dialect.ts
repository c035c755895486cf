// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../call.ts';
import type {
  Message,
  MessagePart,
  OutputMessage,
  RequestContent,
} from '../content/messages.ts';
import type { JsonObject } from './fields.ts';

/**
 * The turn that a message is about: the one with this id, else the oldest open one of the lane. The turns of one lane
 * follow each other; an API without lanes has one.
 */
export interface TurnKey {
  readonly id?: string | undefined;
  readonly lane?: string | undefined;
}

/** One fact that a message contains about the session or a turn. A turn is one generation. */
export type TurnSign =
  | {
      readonly kind: 'session';
      /** Identifies the session on each of its turns. */
      readonly id?: string | undefined;
      /** The model that answers. */
      readonly model?: string | undefined;
      /** Parameters of the turns that do not name their own. */
      readonly request?: RequestFacts;
      readonly content?: RequestContent;
    }
  /** Words of the user or results of tools, for the next turn. */
  | { readonly kind: 'input'; readonly messages: Message[] }
  /** The client asks for a turn. */
  | (TurnKey & {
      readonly kind: 'ask';
      readonly request: RequestFacts;
      readonly content?: RequestContent;
      /** The id of the client's message, which an error names. */
      readonly ref?: string | undefined;
      /** The beginning of the turn repeats this text, or has none. */
      readonly mark?: string | undefined;
      /** Nothing is generated, so there is no span. */
      readonly isSilent?: boolean;
      /** Part of a request that has been sent and not been answered, if there is one. */
      readonly merges?: boolean;
    })
  /** The speech of the user has begun or ended. */
  | { readonly kind: 'speech'; readonly ended: boolean }
  /** The server has begun a turn, one that was asked for or one of its own. */
  | (TurnKey & {
      readonly kind: 'begin';
      readonly request?: RequestFacts;
      readonly response: ResponseFacts;
      readonly mark?: string | undefined;
    })
  /** A piece of the answer. */
  | (TurnKey & {
      readonly kind: 'piece';
      readonly audio: boolean;
      /** The answer of a turn that was not announced. */
      readonly begins?: boolean;
      readonly parts?: readonly MessagePart[] | undefined;
    })
  /** Counts of a turn that has not ended. */
  | (TurnKey & { readonly kind: 'usage'; readonly response: ResponseFacts })
  /** The model has generated everything; the end follows when it has been played. */
  | (TurnKey & { readonly kind: 'generated' })
  | (TurnKey & {
      readonly kind: 'end';
      readonly response: ResponseFacts;
      readonly output?: OutputMessage[] | undefined;
    })
  /** An error in place of an answer. */
  | (TurnKey & {
      readonly kind: 'error';
      readonly errorType: string;
      /** The id of the client's message that is refused. */
      readonly ref?: string | undefined;
      readonly status?: number | undefined;
      /** It is about a message that asks for no turn. */
      readonly isOther?: boolean;
    });

/** Members of one direction's messages that are read. */
export interface TurnMembers {
  readonly facts: ReadonlySet<string>;
  /** Read as well when content is captured. */
  readonly content: ReadonlySet<string>;
}

/** The meaning of a message, as far as its first bytes show it. */
export type MessageHint =
  /** Nothing that is read. */
  | 'nothing'
  /** A piece of an answer. */
  | 'piece'
  /** A piece of an answer in sound. */
  | 'audio';

/** One API with several turns on one WebSocket. Pure; never throws. Messages are JSON objects. */
export interface TurnDialect {
  readonly name: string;
  readonly sent: TurnMembers;
  readonly received: TurnMembers;
  /** Tells by the beginning of a message whether the rest must be read. */
  hintOf(way: 'sent' | 'received', head: string): MessageHint | undefined;
  /** Reads the URL of the connection. */
  readUrl(url: URL): RequestFacts;
  readSent(members: JsonObject, captures: boolean): readonly TurnSign[];
  readReceived(members: JsonObject, captures: boolean): readonly TurnSign[];
}
