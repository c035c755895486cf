// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import http, { get as namedGet, request as namedRequest } from 'node:http';
import https, {
  get as namedSecureGet,
  request as namedSecureRequest,
} from 'node:https';
import { createRequire } from 'node:module';
import { axiosProbes } from '../probes/axios.ts';
import { httpAddressProbes } from '../probes/http-address.ts';
import { httpCourseProbes } from '../probes/http-course.ts';
import { httpDestroyProbes } from '../probes/http-destroy.ts';
import { httpFailureProbes } from '../probes/http-failure.ts';
import { httpReadingProbes } from '../probes/http-reading.ts';
import { httpRequestProbes } from '../probes/http-request.ts';
import { httpResponseProbes } from '../probes/http-response.ts';
import { certificate, type Requesting } from '../probes/requesting.ts';
import { complies } from '../support/compliance.ts';
import type { Kit } from '../support/transcript.ts';

const require = createRequire(import.meta.url);

/** A way to node:http, with an agent that no other run has used. */
function way(
  request: () => Requesting['request'],
  get: () => Requesting['get'],
  secure = false
): Kit<Requesting> {
  return {
    open: () => ({
      // Looked up for each call, as a property of the module is.
      request: (...args) => request()(...args),
      get: (...args) => get()(...args),
      base: secure
        ? {
            agent: new https.Agent({ keepAlive: true }),
            ca: certificate.cert,
          }
        : { agent: new http.Agent({ keepAlive: true }) },
    }),
    close: ({ base }) => base.agent.destroy(),
    ...(secure ? { certificate } : {}),
  };
}

const plain = {
  ...way(
    () => http.request,
    () => http.get
  ),
  thorough: true,
};
const secure = way(
  () => https.request,
  () => https.get,
  true
);
const named = way(
  () => namedRequest,
  () => namedGet
);
const namedSecure = way(
  () => namedSecureRequest,
  () => namedSecureGet,
  true
);
const required = way(
  () => (require('http') as typeof http).request,
  () => (require('node:http') as typeof http).get
);

const tables = {
  responses: httpResponseProbes,
  'ways to read': httpReadingProbes,
  requests: httpRequestProbes,
  'course of a request': httpCourseProbes,
  failures: httpFailureProbes,
  'callers who give up': httpDestroyProbes,
};

for (const [title, probes] of Object.entries(tables)) {
  complies(`node:http: ${title}`, 'http', plain, probes);
  complies(`node:https: ${title}`, 'http', secure, probes);
}
complies('node:http: addresses', 'http', plain, httpAddressProbes);
const some = httpRequestProbes.slice(0, 14);
complies('ESM named imports', 'http', named, some);
complies('ESM named imports of https', 'http', namedSecure, some);
complies('CommonJS require()', 'http', required, some);
complies('axios', 'http', plain, axiosProbes);
