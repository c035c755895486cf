// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { MessagePart, OutputMessage } from '../content/messages.ts';
import { refusal, toolCall } from './content-parts.ts';
import { asCount, asText } from './fields.ts';
import { finishReasonOf } from './finish-reasons.ts';

/** Kinds of text that streams send in pieces. */
export type Spoken = 'text' | 'reasoning' | 'refusal';

/** Collects the pieces of one part. */
class Piecemeal {
  readonly kind: Spoken | 'tool_call';
  /** The provider's number of the part, if there is one. */
  readonly slot: unknown;
  id: string | undefined;
  name: string | undefined;
  /** A text, or the arguments of a call. */
  content: string;

  constructor(kind: Spoken | 'tool_call', slot: unknown, content: string) {
    this.kind = kind;
    this.slot = slot;
    this.content = content;
  }

  whole(): MessagePart {
    const { kind, content } = this;
    if (kind === 'tool_call') return toolCall(this.id, this.name, content);
    return kind === 'refusal' ? refusal(content) : { type: kind, content };
  }
}

/** A piece of a tool call. */
interface CallPiece {
  readonly id?: unknown;
  readonly name?: unknown;
  /** JSON in pieces, or a whole object. */
  readonly arguments?: unknown;
}

/** Collects the message of one choice from its pieces. */
export class StreamedMessage {
  role = 'assistant';
  finishReason: string | undefined;
  readonly #parts: (Piecemeal | MessagePart)[] = [];

  /** Adds to the current text, or begins another one if another part came in between. */
  say(kind: Spoken, piece: unknown, slot?: unknown): void {
    const content = asText(piece);
    if (content === undefined) return;
    const last =
      slot === undefined ? this.#parts.at(-1) : this.#find(kind, slot);
    if (last instanceof Piecemeal && last.kind === kind) {
      last.content += content;
    } else this.#parts.push(new Piecemeal(kind, slot, content));
  }

  /** Adds to a tool call. Parallel calls are distinguished by their slot or by their id. */
  call(slot: unknown, piece: CallPiece): void {
    const id = asText(piece.id);
    let call = this.#find('tool_call', slot);
    // Some providers number every call 0 and send each in one piece.
    const another =
      id !== undefined && call?.id !== undefined && call.id !== id;
    if (call === undefined || another) {
      call = new Piecemeal('tool_call', slot, '');
      this.#parts.push(call);
    }
    call.id ??= id;
    call.name ??= asText(piece.name);
    call.content += argumentsText(piece.arguments);
  }

  /** Adds a complete part. */
  add(parts: readonly MessagePart[]): void {
    this.#parts.push(...parts);
  }

  /** Sets the finish reason of the message. */
  finish(reason: unknown): void {
    this.finishReason = finishReasonOf(reason) ?? this.finishReason;
  }

  message(): OutputMessage {
    return outputMessage(
      this.role,
      this.#parts.map(part =>
        part instanceof Piecemeal ? part.whole() : part
      ),
      this.finishReason
    );
  }

  /** The newest part of a kind with a slot. */
  #find(kind: Piecemeal['kind'], slot: unknown): Piecemeal | undefined {
    for (let index = this.#parts.length - 1; index >= 0; index--) {
      const part = this.#parts[index];
      if (!(part instanceof Piecemeal)) continue;
      if (part.kind === kind && part.slot === slot) return part;
    }
    return undefined;
  }
}

/** The choices of a stream. */
export class StreamedMessages {
  readonly #choices = new Map<number, StreamedMessage>();

  /** The choice with an index; the first one if there is no index. */
  choice(index?: unknown): StreamedMessage {
    const number = asCount(index) ?? 0;
    let choice = this.#choices.get(number);
    if (choice === undefined) {
      choice = new StreamedMessage();
      this.#choices.set(number, choice);
    }
    return choice;
  }

  messages(): OutputMessage[] {
    return [...this.#choices]
      .sort(([first], [second]) => first - second)
      .map(([, choice]) => choice.message());
  }
}

/** One choice of an answer. */
export function outputMessage(
  role: unknown,
  parts: MessagePart[],
  finishReason: string | undefined
): OutputMessage {
  return {
    role: asText(role) ?? 'assistant',
    parts,
    ...(finishReason !== undefined && { finish_reason: finishReason }),
  };
}

function argumentsText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
