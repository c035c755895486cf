// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { parseJson } from '../bytes.ts';
import { BROKEN, DONE, JsonScanner, KEEP } from './scanner.ts';

const KIB = 1024;
/** Bytes after which a container is cut, by its depth; the last limit applies to all deeper ones. */
const CONTAINER_BYTES = [0, 256, 128, 32, 4, 1].map(kib => kib * KIB);
/** Length above which a string is emptied, by the depth of its container. */
const STRING_BYTES = [64, 64, 32, 4, 1].map(kib => kib * KIB);
/** Text without separators cannot be cut: a longer kept text is not read at all. */
const MAX_KEPT_BYTES = 512 * KIB;
/** Characters before the root value: white space and the byte order mark. */
const BEFORE_ROOT = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/**
 * Reads the outline of a JSON value of any length into at most {@link MAX_KEPT_BYTES}. Long strings become empty, and long
 * arrays and objects lose their later entries, so that the members after them are still read. Vectors are cut after a few
 * numbers.
 */
export class JsonOutline extends JsonScanner {
  protected readonly numbersLimit = 256;
  protected override readonly emptiesStrings = true;

  get complete(): boolean {
    return this.state === DONE;
  }

  /** The outline; `undefined` if the text is cut off, invalid or cannot be shortened. */
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

  protected cutString(): undefined {}

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
