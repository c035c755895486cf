// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The first fetch of a process, when undici was not loaded yet. Says what was seen as JSON.
import { startWireServer } from '../../support/wire-server.ts';
import { recordingObserver } from '../support/observers.ts';
import { createWire } from '../../../src/wire/wire.ts';

const observer = recordingObserver();
createWire(() => observer).enable();
const server = await startWireServer();
const post = { method: 'POST', body: '{}' };
await (await fetch(server.url('json'), post)).text();
const sent = server.log[0]?.sent;
const seen = observer.seen.map(({ exchange, statuses, terminals, bytes }) => {
  const { transport } = exchange;
  return { transport, statuses, terminals, bytes };
});
process.stdout.write(JSON.stringify({ sent, seen }));
process.exit(0);
