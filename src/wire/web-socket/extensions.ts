// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Compression } from './message-reader.ts';

/** How the server's header `sec-websocket-extensions` says that the messages of each direction are compressed. */
export function compressionOf(
  header: string | undefined
): { sent: Compression; received: Compression } | undefined {
  for (const extension of (header ?? '').toLowerCase().split(',')) {
    const [name, ...parameters] = extension.split(';').map(part => part.trim());
    if (name !== 'permessage-deflate') continue;
    const keeps = (side: string): Compression => ({
      keepsContext: !parameters.includes(`${side}_no_context_takeover`),
    });
    return { sent: keeps('client'), received: keeps('server') };
  }
  return undefined;
}
