// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { TurnKey } from '../../dialects/turn-dialect.ts';
import type { Turn } from './turn.ts';

/** Maximum number of open turns of one session; further ones are not observed. */
const MAX_TURNS = 1000;

/** A turn, or a request that generates nothing and only takes its place in the order. */
export type OpenTurn = Pick<
  Turn,
  | 'id'
  | 'lane'
  | 'ref'
  | 'mark'
  | 'hasBegun'
  | 'content'
  | 'begin'
  | 'add'
  | 'piece'
  | 'hasPiece'
  | 'generated'
  | 'end'
> & { readonly call?: Turn['call'] };

/** The turns of one session that have not ended, in the order in which they began. */
export class OpenTurns {
  readonly #turns: OpenTurn[] = [];

  get isFull(): boolean {
    return this.#turns.length >= MAX_TURNS;
  }

  /** The open turn, if there is exactly one. */
  get only(): OpenTurn | undefined {
    return this.#turns.length === 1 ? this.#turns[0] : undefined;
  }

  add(turn: OpenTurn): void {
    this.#turns.push(turn);
  }

  delete(turn: OpenTurn): void {
    const index = this.#turns.indexOf(turn);
    if (index !== -1) this.#turns.splice(index, 1);
  }

  takeAll(): OpenTurn[] {
    return this.#turns.splice(0);
  }

  find({ id, lane }: TurnKey): OpenTurn | undefined {
    return this.#turns.find(turn =>
      id === undefined ? turn.lane === lane : turn.id === id
    );
  }

  /**
   * The first request of a lane that the server has not begun to answer.
   *
   * @param mark text that the answer repeats; `undefined` if it repeats none
   */
  waiting({ lane }: TurnKey, mark?: string): OpenTurn | undefined {
    return this.#turns.find(
      turn =>
        !turn.hasBegun &&
        turn.lane === lane &&
        (mark === undefined || turn.mark === mark)
    );
  }

  /** The turn that an error is about. The error names the message, or the lane; some servers name neither. */
  refused({ lane }: TurnKey, ref: string | undefined): OpenTurn | undefined {
    if (ref !== undefined) return this.#turns.find(turn => turn.ref === ref);
    // With an id, the server ends the turn by it, also after an error.
    return (
      this.#turns.find(turn => turn.lane === lane && turn.id === undefined) ??
      (this.only?.id === undefined ? this.only : undefined)
    );
  }
}

/** A request that generates nothing. */
export function silentTurn({ lane }: TurnKey): OpenTurn {
  const turn: OpenTurn = {
    id: undefined,
    lane,
    ref: undefined,
    mark: undefined,
    hasBegun: false,
    content: undefined,
    begin() {
      turn.hasBegun = true;
    },
    add() {},
    piece() {},
    hasPiece: () => true,
    generated() {},
    end() {},
  };
  return turn;
}
