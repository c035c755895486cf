// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { eventMessage, exceptionMessage } from '../decode/event-frames.ts';

/** A line of `body.frames`. */
type Line =
  | { readonly type: string; readonly payload: unknown }
  | { readonly exception: string; readonly payload: unknown }
  /** The JSON of a model, which Bedrock wraps into an event `chunk` in base64. */
  | { readonly chunk: unknown }
  /** Last of all: so many bytes of the end never came. */
  | { readonly cut: number };

/**
 * The body of an AWS event stream, which a fixture holds readable: one message a line. `bytes` is what is sent, `body` what a
 * decoder gives of it, one value a line.
 */
export function readFrames(text: string): { body: string; bytes: Buffer } {
  const values: unknown[] = [];
  const messages: Buffer[] = [];
  let cut = 0;
  for (const source of text.trim().split('\n')) {
    const line = JSON.parse(source) as Line;
    if ('cut' in line) {
      cut = line.cut;
      values.pop();
    } else if ('exception' in line) {
      messages.push(exceptionMessage(line.exception, line.payload));
      values.push(line);
    } else {
      const event = 'chunk' in line ? wrapped(line.chunk) : line;
      messages.push(eventMessage(event.type, event.payload));
      values.push(event);
    }
  }
  const bytes = Buffer.concat(messages);
  return {
    body: values.map(value => `${JSON.stringify(value)}\n`).join(''),
    bytes: bytes.subarray(0, bytes.length - cut),
  };
}

function wrapped(json: unknown): { type: string; payload: unknown } {
  const bytes = Buffer.from(JSON.stringify(json)).toString('base64');
  return { type: 'chunk', payload: { bytes, p: 'abcdefgh' } };
}
