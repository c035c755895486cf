// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
/** A power of two, so that the slot of an event is the low bits of its number. */
export const TAIL_EVENTS = 8;
const SLOT = TAIL_EVENTS - 1;
const NOTHING = Buffer.alloc(0);
/** Small, because many streams are open at once; the ring grows with the events. */
const MIN_RING_BYTES = 512;
/** Limit of the ring, and of an event in it. */
export const MAX_RING_BYTES = 32 * 1024;
/**
 * Separates the lines of an event. To JSON it is white space. A line contains no CR unless the sender ends lines
 * with it, so the first line can still be found.
 */
export const LINE_JOINT = Buffer.from('\r');

/** A larger ring is not reused. */
const MAX_SPARE_BYTES = 8 * 1024;
/** The ring of a stream that has ended, for the next stream: a new one costs more than reading several events. */
let spare: Buffer | undefined;

/** Receives the range of an event that will be overwritten. */
export interface LostEvents {
  take(bytes: Buffer, start: number, end: number): void;
}

/**
 * Keeps copies of the last eight events of a stream, as many as fit into a ring buffer of 32 KiB.
 *
 * Positions count all bytes ever written, so an event is lost exactly when more bytes than the ring's length
 * were written since its start.
 */
export class EventTail {
  readonly #starts = [0, 0, 0, 0, 0, 0, 0, 0];
  readonly #lengths = [0, 0, 0, 0, 0, 0, 0, 0];
  #ring: Buffer;
  #written = 0;
  #count = 0;
  /** The number of the oldest event that is still kept. */
  #oldest = 0;
  readonly #lost: LostEvents | undefined;

  constructor(lost?: LostEvents) {
    this.#lost = lost;
    this.#ring = spare ?? Buffer.allocUnsafeSlow(MIN_RING_BYTES);
    spare = undefined;
  }

  /** Takes an event that is no larger than {@link MAX_RING_BYTES}. */
  keep(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    const starts = this.#starts;
    if (this.#count - this.#oldest === TAIL_EVENTS) this.#lose();
    let position = this.#place(length);
    // Grow rather than overwrite the seven previous events.
    const oldest = starts[(this.#count + 1) & SLOT] as number;
    if (
      position + length - oldest > this.#ring.length &&
      this.#ring.length < MAX_RING_BYTES
    ) {
      this.#grow(length);
      position = this.#place(length);
    }
    const ring = this.#ring;
    const first = position + length - ring.length;
    if ((starts[this.#oldest & SLOT] as number) < first) {
      this.#loseBefore(first);
    }
    const slot = this.#count++ & SLOT;
    starts[slot] = position;
    this.#lengths[slot] = length;
    bytes.copy(ring, position & (ring.length - 1), start, end);
    this.#written = position + length;
  }

  /** Adds a line to the newest event. `false` if it would be larger than the ring. */
  extend(bytes: Buffer, start: number, end: number): boolean {
    const slot = (this.#count - 1) & SLOT;
    const length = this.#lengths[slot] as number;
    const position = this.#starts[slot] as number;
    const first = this.#offset(position);
    const added = end - start + 1;
    const size = this.#ring.length;
    const oldest = this.#starts[this.#count & SLOT] as number;
    // As in keep(): do not overwrite the seven previous events while the ring can grow.
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
    // It would cross the end of the ring or overwrite other events: keep it again at a place with enough room.
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

  /** Gives the ring away. Call last; the views of the events are invalid from then on. */
  release(): void {
    if (this.#ring.length <= MAX_SPARE_BYTES) spare = this.#ring;
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

  /** Drops the events that begin before a position: their bytes will be overwritten. */
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
    const ring = this.#ring;
    const first = (this.#starts[slot] as number) & (ring.length - 1);
    this.#lost?.take(ring, first, first + (this.#lengths[slot] as number));
  }

  #find(event: number): Buffer | undefined {
    const start = this.#starts[event & SLOT] as number;
    const length = this.#lengths[event & SLOT] as number;
    if (this.#written - start > this.#ring.length) return undefined;
    const first = this.#offset(start);
    return this.#ring.subarray(first, first + length);
  }

  /** The next position with `length` bytes before the ring's end. */
  #place(length: number): number {
    const size = this.#ring.length;
    const offset = this.#written & (size - 1);
    return offset + length > size
      ? this.#written + size - offset
      : this.#written;
  }

  /** Moves the last seven events into a ring with room for them and the next one, or into one of maximum size. */
  #grow(length: number): void {
    const kept: [slot: number, bytes: Buffer][] = [];
    let needed = length;
    for (let back = Math.min(SLOT, this.#count); back > 0; back--) {
      const event = this.#count - back;
      // A line that was added to an event may have overwritten the oldest one.
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

  /** The offset of a position in the ring, whose length is a power of two. */
  #offset(position: number): number {
    return position & (this.#ring.length - 1);
  }
}
