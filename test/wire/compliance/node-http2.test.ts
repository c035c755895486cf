// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import http2, { connect as namedConnect } from 'node:http2';
import { createRequire } from 'node:module';
import { startHttp2Server } from '../../support/http2-server.ts';
import {
  type Http2Calling,
  http2Certificate,
} from '../probes/http2-calling.ts';
import { http2FailureProbes } from '../probes/http2-failure.ts';
import { http2LeavingProbes } from '../probes/http2-leaving.ts';
import { http2RequestProbes } from '../probes/http2-request.ts';
import { http2ResponseProbes } from '../probes/http2-response.ts';
import { http2SurfaceProbes } from '../probes/http2-surface.ts';
import { complies } from '../support/compliance.ts';
import type { Kit } from '../support/transcript.ts';

const require = createRequire(import.meta.url);

/** A way to node:http2, whose sessions are closed when the run is over. */
function way(
  connect: () => Http2Calling['connect'],
  secure = false
): Kit<Http2Calling> {
  return {
    open: () => ({
      // Looked up for each call, as a property of the module is.
      get connect() {
        return connect();
      },
      base: secure ? { ca: http2Certificate.cert } : {},
      sessions: [],
    }),
    close: ({ sessions }) => {
      for (const session of sessions) session.destroy();
    },
    startServer: startHttp2Server,
    ...(secure ? { certificate: http2Certificate } : {}),
  };
}

const plain = { ...way(() => http2.connect), thorough: true };
const secure = way(() => http2.connect, true);
const named = way(() => namedConnect);
const required = way(() => (require('http2') as typeof http2).connect);

const tables = {
  responses: http2ResponseProbes,
  surface: http2SurfaceProbes,
  requests: http2RequestProbes,
  failures: http2FailureProbes,
  leaving: http2LeavingProbes,
};
for (const [name, probes] of Object.entries(tables)) {
  complies(`node:http2: ${name}`, 'http2', plain, probes);
  complies(`node:http2 by TLS: ${name}`, 'http2', secure, probes);
}
const some = http2RequestProbes.slice(0, 14);
complies('ESM named import of connect', 'http2', named, some);
complies('CommonJS require() of http2', 'http2', required, some);
