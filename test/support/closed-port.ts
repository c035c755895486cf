// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Ports below 1024 are given to nobody who asks for any port, so that no server of another process can come to be
 * there, nor a connection to itself: a port that was free a moment ago is somebody's a moment later. These are those
 * that have no service (https://www.iana.org/assignments/service-names-port-numbers) and that fetch does not refuse
 * before it tries (https://fetch.spec.whatwg.org/#port-blocking).
 */
const UNASSIGNED = [4, 6, 8, 10, 12, 14, 16];

/** A port of the loopback that nobody listens on, now and later. */
export async function closedPort(): Promise<number> {
  for (const port of UNASSIGNED) {
    // Asked, not tried out by a server of ours: that would be open for a moment to the other processes of the tests.
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return port;
    }
    socket.destroy();
  }
  throw new Error(`somebody listens on each of ${UNASSIGNED.join()}`);
}
