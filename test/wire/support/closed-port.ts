// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to whoever asks for any, as the servers of tests do that run beside this one: a port
 * that was given back could be theirs a moment later.
 */
const FIRST = 20_000;
let next = FIRST + (process.pid % 10_000);

/** A port of the loopback that nobody listens on; port 1 will not do, for fetch refuses it before it tries. */
export async function closedPort(): Promise<number> {
  for (;;) {
    const port = next++;
    const server = createServer();
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    } catch {
      continue; // Somebody's.
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
