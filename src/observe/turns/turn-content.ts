// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, CallContent } from '../../call.ts';
import type { ResolvedConfig } from '../../config/config.ts';
import type { GenAIRequestInfo } from '../../config/options.ts';
import type {
  Message,
  MessagePart,
  OutputMessage,
  RequestContent,
} from '../../content/messages.ts';
import { allowedContent, type CapturedContent } from '../captured-content.ts';

/** Maximum number of input messages that wait for their turn. */
const MAX_MESSAGES = 200;

/** Input that was sent or spoken since the last turn. Kept only if content is captured. */
export class PendingInput {
  readonly #maxLength: number;
  #messages: Message[] = [];
  #length = 0;

  constructor({ maxContentBytes }: Pick<ResolvedConfig, 'maxContentBytes'>) {
    this.#maxLength = maxContentBytes;
  }

  /** Adds messages. Pieces of what one user says become one text. */
  add(messages: readonly Message[]): void {
    for (const message of messages) {
      this.#length += JSON.stringify(message).length;
      // The oldest are dropped first, as from a conversation that is too long.
      while (
        this.#messages.length > 0 &&
        (this.#length > this.#maxLength ||
          this.#messages.length >= MAX_MESSAGES)
      ) {
        const oldest = this.#messages.shift();
        this.#length -= JSON.stringify(oldest).length;
      }
      const last = this.#messages.at(-1);
      if (last?.role === message.role) joinParts(last.parts, message.parts);
      else this.#messages.push({ ...message, parts: [...message.parts] });
    }
  }

  take(): Message[] {
    const messages = this.#messages;
    this.#messages = [];
    this.#length = 0;
    return messages;
  }
}

/** The content of one turn, within the limit for content. */
export class TurnContent implements Pick<CapturedContent, 'take'> {
  readonly #config: ResolvedConfig;
  readonly #request: RequestContent;
  readonly #input: PendingInput;
  readonly #parts: MessagePart[] = [];
  #length = 0;
  #output: OutputMessage[] | undefined;

  constructor(
    config: ResolvedConfig,
    request: RequestContent,
    input: PendingInput
  ) {
    this.#config = config;
    this.#request = request;
    this.#input = input;
  }

  /** Adds pieces of the answer. */
  add(parts: readonly MessagePart[]): void {
    for (const part of parts) {
      this.#length += JSON.stringify(part).length;
      if (this.#length <= this.#config.maxContentBytes) {
        joinParts(this.#parts, [part]);
      }
    }
  }

  /** Takes the whole answer, which replaces its pieces. */
  finish(output: OutputMessage[] | undefined): void {
    this.#output = output;
  }

  take(call: Call, info: GenAIRequestInfo): CallContent | undefined {
    const { inputMessages = [], ...request } = this.#request;
    const content: CallContent = {
      ...request,
      // The transcript of what a user said may follow the beginning of the turn.
      inputMessages: [...inputMessages, ...this.#input.take()],
      outputMessages: this.#output ?? this.#pieces(call),
    };
    return allowedContent(content, call, info, this.#config);
  }

  #pieces({ response }: Call): OutputMessage[] {
    if (this.#parts.length === 0) return [];
    const [reason] = response.finishReasons ?? [];
    return [
      {
        role: 'assistant',
        parts: this.#parts,
        ...(reason !== undefined && { finish_reason: reason }),
      },
    ];
  }
}

/** Appends parts; texts that follow each other become one. */
function joinParts(to: MessagePart[], parts: readonly MessagePart[]): void {
  for (const part of parts) {
    const last = to.at(-1);
    const isText = part.type === 'text' || part.type === 'reasoning';
    if (isText && last?.type === part.type) {
      to[to.length - 1] = { ...last, content: last.content + part.content };
    } else to.push(part);
  }
}
