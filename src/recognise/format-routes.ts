// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Route } from '../dialects/family.ts';
import { unknownHostRoutes } from '../dialects/registry.ts';
import { usualRoutes } from '../dialects/usual-routes.ts';

/**
 * Every format, each at its paths: what a named host speaks that says nothing else. There the usual paths say enough,
 * and go last, for they are the ends of others: /api/embeddings.
 */
export const formatRoutes: readonly Route[] = [
  ...unknownHostRoutes.filter(
    ({ path, after }) =>
      after !== undefined || !usualRoutes.some(usual => usual.path === path)
  ),
  ...usualRoutes,
];
