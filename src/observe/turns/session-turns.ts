// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Context } from '@opentelemetry/api';
import type { RequestFacts } from '../../call.ts';
import type { ResolvedConfig } from '../../config/config.ts';
import type { RequestContent } from '../../content/messages.ts';
import type {
  MessageHint,
  TurnKey,
  TurnSign,
} from '../../dialects/turn-dialect.ts';
import type { Outcome } from '../../error-type.ts';
import type { RecognisedSocket } from '../../recognise/sockets.ts';
import type { Exchange } from '../../wire/exchange.ts';
import { beginCall, infoOf } from '../request-reader.ts';
import type { Telemetry } from '../ending.ts';
import { OpenTurns, silentTurn, type OpenTurn } from './open-turns.ts';
import type { Loss } from './session-end.ts';
import { Turn, type TurnBeginning } from './turn.ts';
import { PendingInput, TurnContent } from './turn-content.ts';

/** The targets to which turns are reported. */
export interface TurnSurroundings {
  readonly config: ResolvedConfig;
  readonly telemetry: Telemetry;
}

type Sign<Kind extends TurnSign['kind']> = Extract<TurnSign, { kind: Kind }>;

const ENDED: Outcome = { kind: 'end' };
const LEFT: Outcome = {
  kind: 'abandoned',
  reason: undefined,
  clientTimeout: undefined,
};

/** Begins and ends the turns of one session, as its messages say. */
export class SessionTurns {
  readonly #surroundings: TurnSurroundings;
  readonly #exchange: Exchange;
  readonly #found: RecognisedSocket;
  /** The context of the connection, for turns that the server begins. */
  readonly #caller: Context;
  readonly #open = new OpenTurns();
  readonly #input: PendingInput;
  #request: RequestFacts;
  #model: string | undefined;
  #content: RequestContent = {};
  /** When the user stopped speaking, until a turn has begun. */
  #spokenAt: number | undefined;
  /** The last error that is about no turn. */
  lastError: string | undefined;

  constructor(
    surroundings: TurnSurroundings,
    exchange: Exchange,
    found: RecognisedSocket,
    caller: Context
  ) {
    this.#surroundings = surroundings;
    // Without its body and the objects of the transport.
    const { method, url, socketPath, transport, headers } = exchange;
    this.#exchange = {
      method,
      url,
      socketPath,
      transport,
      body: undefined,
      headers,
    };
    this.#found = found;
    this.#caller = caller;
    this.#input = new PendingInput(surroundings.config);
    this.#request = { ...found.turns.readUrl(url), stream: true };
  }

  /** @param caller context in which the client sent the message; `undefined` if the server sent it */
  take(sign: TurnSign, caller: Context | undefined, at: number): void {
    switch (sign.kind) {
      case 'session':
        return this.#readSession(sign);
      case 'input':
        return this.#input.add(sign.messages);
      case 'ask':
        return this.#ask(sign, caller ?? this.#caller, at);
      case 'speech':
        this.#spokenAt = sign.ended ? (this.#spokenAt ?? at) : undefined;
        return;
      case 'begin':
        return this.#begin(sign, at);
      case 'piece':
        return this.#piece(sign, at);
      case 'usage':
        return this.#open.find(sign)?.add(sign.response);
      case 'generated':
        return this.#open.find(sign)?.generated(at);
      case 'end':
        return this.#end(sign, at);
      case 'error':
        return this.#refuse(sign, at);
    }
  }

  /** Whether a piece of an answer tells nothing but its time. */
  takesHint(hint: MessageHint, at: number): boolean {
    const turn = this.#open.only;
    const audio = hint === 'audio';
    if (turn?.hasPiece(audio) !== true) return false;
    turn.piece(audio, at);
    return true;
  }

  /** The connection is over, or its messages can no longer be read. */
  lose(loss: Loss, at: number): void {
    for (const turn of this.#open.takeAll()) {
      if (loss !== 'left') turn.add({ errorType: loss.errorType });
      turn.end(loss === 'left' ? LEFT : ENDED, at);
    }
  }

  #readSession({ id, model, request, content }: Sign<'session'>): void {
    this.#request = { ...this.#request, ...request };
    if (id !== undefined) this.#request.conversationId = id;
    this.#model = model ?? this.#model;
    this.#content = { ...this.#content, ...content };
  }

  #ask(sign: Sign<'ask'>, caller: Context, at: number): void {
    this.#spokenAt = undefined;
    if (sign.merges === true && this.#open.waiting(sign) !== undefined) return;
    if (this.#open.isFull) return;
    if (sign.isSilent === true) {
      this.#open.add(silentTurn(sign));
      return;
    }
    const { ref, mark, request, content } = sign;
    this.#add(sign, at, {
      request,
      content,
      caller,
      ref,
      mark,
      isTimed: true,
      hasBegun: false,
    });
  }

  #begin(sign: Sign<'begin'>, at: number): void {
    const turn =
      this.#open.waiting(sign, sign.mark) ?? this.#ofServer(sign, at, at);
    turn?.begin(sign.id, { ...this.#request, ...sign.request });
    turn?.add(sign.response);
  }

  #piece(sign: Sign<'piece'>, at: number): void {
    const turn =
      this.#open.find(sign) ??
      (sign.begins === true ? this.#ofServer(sign, at) : undefined);
    turn?.piece(sign.audio, at);
    if (sign.parts !== undefined) turn?.content?.add(sign.parts);
  }

  #end(sign: Sign<'end'>, at: number): void {
    const turn = this.#open.find(sign);
    if (turn === undefined) return;
    this.#open.delete(turn);
    turn.begin(sign.id, this.#request);
    turn.add(sign.response);
    turn.content?.finish(sign.output);
    turn.end(ENDED, at);
  }

  #refuse(sign: Sign<'error'>, at: number): void {
    if (sign.isOther === true) return;
    const turn = this.#open.refused(sign, sign.ref);
    if (turn === undefined) {
      this.lastError = sign.errorType;
      return;
    }
    this.#open.delete(turn);
    turn.add({ errorType: sign.errorType });
    const { status } = sign;
    if (status !== undefined && turn.call !== undefined) {
      turn.call.status = status;
    }
    turn.end(ENDED, at);
  }

  /**
   * A turn that nobody asked for: it answers what the user said.
   *
   * @param announcedAt when the server said that it begins; `undefined` if the first piece of its answer was first
   */
  #ofServer(
    key: TurnKey,
    at: number,
    announcedAt?: number
  ): OpenTurn | undefined {
    if (this.#open.isFull) return undefined;
    const start = this.#spokenAt ?? announcedAt;
    this.#spokenAt = undefined;
    return this.#add(key, start ?? at, {
      request: {},
      content: undefined,
      caller: this.#caller,
      isTimed: start !== undefined,
      hasBegun: true,
    });
  }

  #add(
    { id, lane }: TurnKey,
    start: number,
    {
      request,
      content,
      ...beginning
    }: Pick<
      TurnBeginning,
      'caller' | 'ref' | 'mark' | 'isTimed' | 'hasBegun'
    > & { request: RequestFacts; content: RequestContent | undefined }
  ): OpenTurn {
    const { config } = this.#surroundings;
    const facts = { ...this.#request, ...request };
    const call = beginCall(this.#exchange, this.#found, facts);
    const turn = new Turn({
      ...this.#surroundings,
      ...beginning,
      key: { id, lane },
      call: {
        ...call,
        protocol: 'websocket',
        response: this.#model === undefined ? {} : { model: this.#model },
        times: { start, ...(beginning.hasBegun && { areOfEvents: true }) },
      },
      info: infoOf(this.#exchange, this.#found),
      content:
        config.captureContent === 'none'
          ? undefined
          : new TurnContent(
              config,
              { ...this.#content, ...content },
              this.#input
            ),
    });
    this.#open.add(turn);
    return turn;
  }
}
