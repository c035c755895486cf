// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { fetchAbortProbes } from '../probes/fetch-abort.ts';
import {
  fetchAddressProbes,
  fetchContextProbes,
} from '../probes/fetch-address.ts';
import { fetchArgumentProbes } from '../probes/fetch-arguments.ts';
import { fetchBodyProbes } from '../probes/fetch-body.ts';
import { fetchFailureProbes } from '../probes/fetch-failure.ts';
import { fetchRequestProbes } from '../probes/fetch-request.ts';
import { fetchResponseProbes } from '../probes/fetch-response.ts';
import { fetchSurfaceProbes } from '../probes/fetch-surface.ts';
import type { Fetch } from '../probes/fetching.ts';
import { complies } from '../support/compliance.ts';

const kit = {
  thorough: true,
  open: (): Fetch => (input, init) => globalThis.fetch(input, init),
};

complies('fetch: responses', 'fetch', kit, fetchResponseProbes);
complies('fetch: bodies', 'fetch', kit, fetchBodyProbes);
complies('fetch: requests', 'fetch', kit, fetchRequestProbes);
complies('fetch: arguments', 'fetch', kit, fetchArgumentProbes);
complies('fetch: failures', 'fetch', kit, fetchFailureProbes);
complies('fetch: callers who give up', 'fetch', kit, fetchAbortProbes);
complies('fetch: surface', 'fetch', kit, fetchSurfaceProbes);
complies('fetch: addresses', 'fetch', kit, fetchAddressProbes);
complies('fetch: contexts', 'fetch', kit, fetchContextProbes);
