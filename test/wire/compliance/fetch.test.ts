// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Fetch } from '../probes/fetching.ts';
import { fetchFailureProbes } from '../probes/fetch-failure.ts';
import { fetchRequestProbes } from '../probes/fetch-request.ts';
import { fetchResponseProbes } from '../probes/fetch-response.ts';
import { fetchSurfaceProbes } from '../probes/fetch-surface.ts';
import { complies } from '../support/compliance.ts';

const kit = {
  thorough: true,
  open: (): Fetch => (input, init) => globalThis.fetch(input, init),
};

complies('fetch: responses', 'fetch', kit, fetchResponseProbes);
complies('fetch: requests', 'fetch', kit, fetchRequestProbes);
complies('fetch: failures', 'fetch', kit, fetchFailureProbes);
complies('fetch: surface', 'fetch', kit, fetchSurfaceProbes);
