// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { tapMethod } from '../patch.ts';
import type { Tap } from '../tap.ts';

/** Reports the bytes that the application writes to a client request or an http2 stream. */
export function tapRequestBody(request: object, tap: Tap): void {
  const take =
    (last: boolean) =>
    ([chunk, encoding]: unknown[]): void => {
      const bytes =
        typeof chunk === 'string' &&
        typeof encoding === 'string' &&
        !/^utf-?8$/i.test(encoding)
          ? Buffer.from(chunk, encoding as BufferEncoding)
          : chunk;
      if (typeof bytes === 'string' || bytes instanceof Uint8Array) {
        tap.requestBody(request, bytes, last);
      }
    };
  tapMethod(request, 'write', take(false));
  tapMethod(request, 'end', take(true));
}
