// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import {
  createServer as createSocketServer,
  type AddressInfo,
  type Socket,
} from 'node:net';
import { observeApp, type Observed } from '../register/observe-app.ts';
import { closedPort } from '../support/closed-port.ts';
import { REGISTER } from '../support/run-app.ts';

interface End {
  readonly app?: string;
  readonly end: string;
  readonly send?: NodeJS.Signals;
  readonly code: number | null;
  readonly signal?: NodeJS.Signals;
}

const ENDS: Record<string, End> = {
  'by itself': { end: 'normal', code: 0 },
  'with a top-level await that never settles': {
    app: 'unsettled.mjs',
    end: '',
    code: 13,
  },
  'after beforeExit': { end: 'beforeExit', code: 0 },
  'after work that listeners of beforeExit begin': {
    end: 'beforeExitWork',
    code: 0,
  },
  'with a beforeExit of its own': { end: 'emittedBeforeExit', code: 0 },
  'after signals that it emits itself': { end: 'emitted', code: 0 },
  'by closing what is open on SIGTERM': {
    end: 'drain',
    send: 'SIGTERM',
    code: 0,
  },
  'by SIGTERM': {
    end: 'wait',
    send: 'SIGTERM',
    code: null,
    signal: 'SIGTERM',
  },
};

/** Ends that are tried with a collector that never answers; the others differ in nothing from one that is away. */
const SILENT = ['', 'beforeExit', 'drain'];

describe('the end of a process, whatever the collector does', function () {
  this.timeout(300_000);
  let silent: Server;
  const endpoints: Record<string, string | undefined> = {};

  before(async () => {
    silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    endpoints['takes everything'] = undefined;
    endpoints['is away'] = `http://127.0.0.1:${await closedPort()}`;
    endpoints['never answers'] = `http://127.0.0.1:${port}`;
  });
  after(() => {
    silent.closeAllConnections();
    silent.close();
  });

  for (const collector of ['takes everything', 'is away', 'never answers']) {
    for (const [name, end] of Object.entries(ENDS)) {
      if (collector === 'never answers' && !SILENT.includes(end.end)) continue;
      it(`is the application's ${name}, where the collector ${collector}`, async () => {
        const endpoint = endpoints[collector];
        const [without, withUs] = await Promise.all([
          run(end, [], endpoint),
          run(end, ['--require', REGISTER], endpoint),
        ]);
        assert.deepEqual(
          [without.code, without.signal],
          [end.code, end.signal ?? null]
        );
        assert.deepEqual(
          [withUs.code, withUs.signal, withUs.stdout],
          [without.code, without.signal, without.stdout]
        );
        // The promised three seconds, and what a busy machine adds.
        assert.ok(
          withUs.took < without.took + 3_000 + 2_000,
          `took ${withUs.took} ms, without us ${without.took} ms`
        );
        if (collector === 'is away' && end.end === 'normal') {
          assert.match(
            withUs.stderr,
            /telemetry could not be sent: connect ECONNREFUSED/
          );
        }
        if (collector === 'takes everything') {
          assert.equal(withUs.measured['gen_ai.client.operation.duration'], 1);
        }
      });
    }
  }
});

describe('the end of a process whose collector takes gRPC and never answers', function () {
  this.timeout(120_000);
  const sockets = new Set<Socket>();
  const silent = createSocketServer(socket => {
    sockets.add(socket.on('error', () => {}));
  });
  let endpoint: string;

  before(async () => {
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  });
  after(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  for (const name of [
    'after beforeExit',
    'by closing what is open on SIGTERM',
  ]) {
    it(`is the application's ${name}`, async () => {
      const end = ENDS[name]!;
      const [without, withUs] = await Promise.all([
        run(end, [], endpoint, 'grpc'),
        run(end, ['--require', REGISTER], endpoint, 'grpc'),
      ]);
      assert.deepEqual(
        [withUs.code, withUs.signal, withUs.stdout],
        [without.code, without.signal, without.stdout]
      );
      // Without a deadline of ours a call takes ten seconds.
      assert.ok(withUs.took < without.took + 8_500, `took ${withUs.took} ms`);
    });
  }
});

/** Runs an application and measures how long it takes from its answer to its end. */
async function run(
  { app, end, send }: End,
  flags: string[],
  endpoint: string | undefined,
  protocol = 'http/json'
): Promise<Observed & { took: number }> {
  let began: number | undefined;
  const seen = await observeApp({
    app: app ?? 'end.cjs',
    flags,
    env: {
      END: end,
      // Spans are sent while the application runs, and retried where nobody takes them.
      OTEL_BSP_SCHEDULE_DELAY: '50',
      ...(endpoint && {
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      }),
    },
    onStdout(text, signal) {
      if (began !== undefined || !text.includes('Hello.')) return;
      began = performance.now() + (send === undefined ? 0 : 300);
      if (send !== undefined) setTimeout(() => signal(send), 300);
    },
  });
  return { ...seen, took: performance.now() - (began ?? 0) };
}
