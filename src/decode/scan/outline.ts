// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { parseJson } from '../bytes.ts';
import { BROKEN, DONE, JsonScanner, KEEP } from './scanner.ts';

const KIB = 1024;
/** A container is cut after so many bytes, by its depth; the last bound holds for all below. */
const CONTAINER_BYTES = [0, 256, 128, 32, 4, 1].map(kib => kib * KIB);
/** A string is emptied when it is longer, by the depth of its container. */
const STRING_BYTES = [64, 64, 32, 4, 1].map(kib => kib * KIB);
/** Text without separators cannot be cut: of a kept text above this size nothing is read. */
const MAX_KEPT_BYTES = 512 * KIB;
/** Characters before the root value: blanks and the byte order mark. */
const BEFORE_ROOT = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/**
 * Reads the outline of a JSON value of any length, in no more than {@link MAX_KEPT_BYTES}: long strings become empty, and
 * long arrays and objects lose their later entries, so that the members behind them are still read. Vectors are cut after
 * a few numbers.
 */
export class JsonOutline extends JsonScanner {
  protected readonly numbersLimit = 256;

  /** The outline; `undefined` when the text is cut off, broken or cannot be made short. */
  end(): unknown {
    return this.state === DONE ? parseJson(this.kept.view()) : undefined;
  }

  protected outside(bytes: Buffer, at: number): number {
    if (BEFORE_ROOT.has(bytes[at] as number)) return at + 1;
    this.state = KEEP;
    return at;
  }

  protected containerLimit(depth: number): number {
    return boundOf(CONTAINER_BYTES, depth);
  }

  protected stringLimit(depth: number): number {
    return boundOf(STRING_BYTES, depth);
  }

  protected cutString(): number {
    return 0;
  }

  protected endMember(): void {}

  protected bound(): void {
    if (this.kept.length <= MAX_KEPT_BYTES) return;
    this.kept.release();
    this.state = BROKEN;
  }
}

function boundOf(bounds: readonly number[], depth: number): number {
  return bounds[Math.min(depth, bounds.length - 1)] as number;
}
