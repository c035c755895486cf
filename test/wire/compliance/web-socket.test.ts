// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { describe, it } from 'mocha';
import { certificate } from '../probes/requesting.ts';
import {
  type SocketClient,
  socketClients,
  socketKit,
  ws,
} from '../probes/socket-calling.ts';
import {
  socketEndingProbes,
  socketFaultProbes,
} from '../probes/socket-endings.ts';
import { socketHandshakeProbes } from '../probes/socket-handshakes.ts';
import {
  largeMessageProbes,
  socketMessageProbes,
} from '../probes/socket-messages.ts';
import { wsProbes } from '../probes/socket-of-ws.ts';
import { socketSurfaceProbes } from '../probes/socket-surface.ts';
import { socketWayProbes } from '../probes/socket-ways.ts';
import { compliesSocket } from '../support/socket-compliance.ts';

const tables = {
  messages: socketMessageProbes,
  endings: socketEndingProbes,
  faults: socketFaultProbes,
  handshakes: socketHandshakeProbes,
  surface: socketSurfaceProbes,
};

for (const client of socketClients) {
  const { name, transport, skip } = client;
  if (skip) {
    describe(name, () => {
      it.skip(`works (${skip})`);
    });
    continue;
  }
  const kit = { ...socketKit(client), thorough: isThorough(client) };
  for (const [title, probes] of Object.entries(tables)) {
    compliesSocket(`${name}: ${title}`, transport, kit, probes);
  }
  const ways = socketWayProbes(client);
  compliesSocket(`${name}: ways`, transport, kit, ways);
  const large = socketKit(client);
  compliesSocket(`${name}: 16 MiB`, transport, large, largeMessageProbes);
  if (!name.startsWith('ws ')) continue;
  compliesSocket(`${name}: its own ways`, transport, kit, wsProbes);
  const secure = socketKit(client, true, { ca: certificate.cert });
  const some = [...socketMessageProbes.slice(0, 12), ...wsProbes.slice(0, 3)];
  compliesSocket(`${name} by TLS`, transport, secure, some);
}

/** The built-in one, and the newest `ws`. */
function isThorough(client: SocketClient): boolean {
  return client === ws || client.name.startsWith('built-in');
}
