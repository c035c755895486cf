// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { JsonMembers } from '../../decode/scan/members.ts';
import { MessageMembers } from '../../decode/scan/message-members.ts';
import type { PayloadBounds } from '../../decode/scan/strings.ts';
import type { JsonObject } from '../../dialects/fields.ts';
import type { MessageHint, TurnDialect } from '../../dialects/turn-dialect.ts';
import type { Way } from '../../wire/exchange.ts';

/** Length of the beginning of a message that can show that the rest is not needed. */
const HEAD_BYTES = 96;

/** Receives the messages of one direction. */
export interface MessageTarget {
  /** Whether a hint is enough; otherwise, the message is read. */
  takesHint(hint: MessageHint, at: number): boolean;
  readMessage(way: Way, members: JsonObject, at: number): void;
}

/** Reads the wanted members of the messages of one direction as their parts pass. It keeps no part. */
export class MessageReader {
  readonly #way: Way;
  readonly #dialect: TurnDialect;
  readonly #bounds: PayloadBounds | undefined;
  readonly #wanted: ReadonlySet<string>;
  readonly #target: MessageTarget;
  #members: JsonMembers | undefined;
  /** The rest of the current message is not read. */
  #skips = false;
  #isFirst = true;

  /** @param bounds limits of content, if it is captured */
  constructor(
    way: Way,
    dialect: TurnDialect,
    bounds: PayloadBounds | undefined,
    target: MessageTarget
  ) {
    const { facts, content } = dialect[way];
    this.#way = way;
    this.#dialect = dialect;
    this.#bounds = bounds;
    this.#wanted =
      bounds === undefined ? facts : new Set([...facts, ...content]);
    this.#target = target;
  }

  push(part: Uint8Array, last: boolean, at: number): void {
    if (this.#isFirst && part.length > 0) {
      this.#isFirst = false;
      this.#skips = this.#isKnown(part, at);
    }
    if (!this.#skips && part.length > 0) {
      this.#members ??=
        this.#bounds === undefined
          ? new MessageMembers(this.#wanted)
          : new JsonMembers(this.#wanted, this.#bounds);
      this.#members.push(
        Buffer.from(part.buffer, part.byteOffset, part.byteLength)
      );
    }
    if (!last) return;
    const members = this.#members;
    this.#members = undefined;
    this.#skips = false;
    this.#isFirst = true;
    if (members === undefined) return;
    this.#target.readMessage(this.#way, members.end(), at);
  }

  /** The direction ends; a message that is not complete is dropped. */
  close(): void {
    this.#members = undefined;
  }

  #isKnown(part: Uint8Array, at: number): boolean {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    const head = bytes.toString('latin1', 0, HEAD_BYTES);
    const hint = this.#dialect.hintOf(this.#way, head);
    if (hint === undefined) return false;
    return hint === 'nothing' || this.#target.takesHint(hint, at);
  }
}
