// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Route } from '../dialects/family.ts';
import { unknownHostRoutes } from '../dialects/registry.ts';
import { usualRoutes } from '../dialects/usual-routes.ts';

/**
 * Every format at its paths: the routes of a named host that specifies no routes. On such a host, the usual paths are
 * enough. They go last, because they are suffixes of others, such as /api/embeddings.
 */
export const formatRoutes: readonly Route[] = [
  ...unknownHostRoutes.filter(
    ({ path, after }) =>
      after !== undefined || !usualRoutes.some(usual => usual.path === path)
  ),
  ...usualRoutes,
];
