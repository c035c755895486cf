// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { JsonMembers } from './members.ts';

const KIB = 1024;
/** Bytes after which a container is cut, by its depth; the last limit applies to all deeper ones. */
const CONTAINER_BYTES = [0, 256, 128, 32, 4, 1].map(kib => kib * KIB);
/** A longer string is emptied: ids, models and modalities are shorter, and sound and texts are not read. */
const STRING_BYTES = KIB;

/**
 * Reads the wanted members of one message of any length, without its sound and its texts. Long arrays and objects lose
 * their later entries, so that the members after them are still read.
 */
export class MessageMembers extends JsonMembers {
  protected override readonly numbersLimit = 256;
  protected override readonly emptiesStrings = true;

  constructor(wanted: ReadonlySet<string>) {
    super(wanted, { maxLength: 256 * KIB, maxPayloadLength: STRING_BYTES });
  }

  protected override containerLimit(depth = 0): number {
    const last = CONTAINER_BYTES.length - 1;
    return CONTAINER_BYTES[Math.min(depth, last)] as number;
  }

  protected override stringLimit(): number {
    return STRING_BYTES;
  }
}
