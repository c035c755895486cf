// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
/** A power of two, so that a place in the ring is the low bits of the slot. */
export const TAIL_EVENTS = 8;
const SLOT = TAIL_EVENTS - 1;
const NOTHING = Buffer.alloc(0);
/** Many streams stay open at once; the ring grows with their events. */
const MIN_RING_BYTES = 512;
/** Bound of the ring, and so of an event that it takes. */
export const MAX_RING_BYTES = 32 * 1024;
/**
 * Between the lines of an event. To JSON it is a blank, and no line has one of its own unless it is
 * sent by someone who ends lines so: what was the first line can still be found.
 */
export const LINE_JOINT = Buffer.from('\r');

/** Takes the place of an event whose bytes will be written over. */
export type TakeLost = (bytes: Buffer, start: number, end: number) => void;

/**
 * Copies of the last eight events of a stream, as many of them as fit in a ring of 32 KiB.
 *
 * Positions count all bytes ever written and never go back, so that an event is lost exactly when more
 * than the ring's length was written since it began.
 */
export class EventTail {
  readonly #starts = [0, 0, 0, 0, 0, 0, 0, 0];
  readonly #lengths = [0, 0, 0, 0, 0, 0, 0, 0];
  #ring = Buffer.allocUnsafeSlow(MIN_RING_BYTES);
  #written = 0;
  #count = 0;
  /** The number of the oldest event that is still there. */
  #oldest = 0;
  readonly #onLost: TakeLost;

  constructor(onLost: TakeLost = () => {}) {
    this.#onLost = onLost;
  }

  /** Takes an event that is no larger than {@link MAX_RING_BYTES}. */
  keep(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.#count - this.#oldest === TAIL_EVENTS) this.#lose();
    let position = this.#place(length);
    // The seven before it shall outlive it: grow rather than write over them.
    const oldest = this.#starts[(this.#count + 1) & SLOT] as number;
    if (
      position + length - oldest > this.#ring.length &&
      this.#ring.length < MAX_RING_BYTES
    ) {
      this.#grow(length);
      position = this.#place(length);
    }
    this.#loseBefore(position + length - this.#ring.length);
    const slot = this.#count++ & SLOT;
    this.#starts[slot] = position;
    this.#lengths[slot] = length;
    bytes.copy(this.#ring, this.#offset(position), start, end);
    this.#written = position + length;
  }

  /** Adds a further line to the newest event. `false` when it would be larger than the ring. */
  extend(bytes: Buffer, start: number, end: number): boolean {
    const slot = (this.#count - 1) & SLOT;
    const length = this.#lengths[slot] as number;
    const position = this.#starts[slot] as number;
    const first = this.#offset(position);
    const added = end - start + 1;
    const size = this.#ring.length;
    const oldest = this.#starts[this.#count & SLOT] as number;
    // As in keep(): the seven before it shall outlive it, as long as the ring can grow.
    const spares =
      size >= MAX_RING_BYTES || position + length + added - oldest <= size;
    if (spares && first + length + added <= size) {
      this.#loseBefore(position + length + added - size);
      LINE_JOINT.copy(this.#ring, first + length);
      bytes.copy(this.#ring, first + length + 1, start, end);
      this.#lengths[slot] = length + added;
      this.#written += added;
      return true;
    }
    if (length + added > MAX_RING_BYTES) return false;
    // It would cross the end of the ring, or write over the others: keep it anew, where there is room.
    const joined = Buffer.concat([
      this.takeNewest(),
      LINE_JOINT,
      bytes.subarray(start, end),
    ]);
    this.keep(joined, 0, joined.length);
    return true;
  }

  /** Removes the newest event; the buffer is a view. */
  takeNewest(): Buffer {
    return this.#find(--this.#count) as Buffer;
  }

  clear(): void {
    this.#count = 0;
    this.#oldest = 0;
    this.#written = 0;
  }

  /** Returns the kept events, oldest first; the buffers are views. */
  events(): Buffer[] {
    const events: Buffer[] = [];
    for (let event = this.#oldest; event < this.#count; event++) {
      const found = this.#find(event);
      if (found !== undefined && found.length > 0) events.push(found);
    }
    return events;
  }

  /** Gives up the events that begin before a position: their bytes will be written over. */
  #loseBefore(position: number): void {
    while (
      this.#oldest < this.#count &&
      (this.#starts[this.#oldest & SLOT] as number) < position
    ) {
      this.#lose();
    }
  }

  #lose(): void {
    const slot = this.#oldest++ & SLOT;
    const first = this.#offset(this.#starts[slot] as number);
    this.#onLost(this.#ring, first, first + (this.#lengths[slot] as number));
  }

  #find(event: number): Buffer | undefined {
    const start = this.#starts[event & SLOT] as number;
    const length = this.#lengths[event & SLOT] as number;
    if (this.#written - start > this.#ring.length) return undefined;
    const first = this.#offset(start);
    return this.#ring.subarray(first, first + length);
  }

  /** The next position with so much room before the ring's end. */
  #place(length: number): number {
    const size = this.#ring.length;
    const offset = this.#offset(this.#written);
    return offset + length > size
      ? this.#written + size - offset
      : this.#written;
  }

  /** Moves the last seven into a ring that has room for them and the next one, or the largest there may be. */
  #grow(length: number): void {
    const kept: [slot: number, bytes: Buffer][] = [];
    let needed = length;
    for (let back = Math.min(SLOT, this.#count); back > 0; back--) {
      const event = this.#count - back;
      // A line that was added to an event may stand where the oldest one stood.
      const bytes = this.#find(event) ?? NOTHING;
      kept.push([event & SLOT, bytes]);
      needed += bytes.length;
    }
    let size = this.#ring.length * 2;
    while (size < needed && size < MAX_RING_BYTES) size *= 2;
    this.#ring = Buffer.allocUnsafeSlow(size);
    this.#written = 0;
    for (const [slot, bytes] of kept) {
      bytes.copy(this.#ring, this.#written);
      this.#starts[slot] = this.#written;
      this.#lengths[slot] = bytes.length;
      this.#written += bytes.length;
    }
  }

  /** Where a position is in the ring, whose length is a power of two. */
  #offset(position: number): number {
    return position & (this.#ring.length - 1);
  }
}
