// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows of the table of providers.
import type { Route } from '../../src/dialects/family.ts';
import { usualRoutes } from '../../src/dialects/usual-routes.ts';
import { formatRoutes } from '../../src/recognise/format-routes.ts';
import { providers } from '../../src/recognise/providers.ts';

/** Name, hosts, and the APIs that are recognised there. */
export function providerRows(): string[][] {
  return providers.map(row => [
    `\`${row.name}\``,
    [
      ...row.hosts,
      ...(row.port === undefined ? [] : [`port ${row.port} of any`]),
    ]
      .map(host => (host.includes(' ') ? host : `\`${host}\``))
      .join(' '),
    apis(row.routes ?? usualRoutes),
  ]);
}

/** The paths that a provider without routes of its own has. */
export function usualPaths(): string {
  return pathsOf(usualRoutes);
}

function apis(routes: readonly Route[]): string {
  if (routes === formatRoutes) return 'every format, each at its paths';
  if (routes.length === 0) return 'none: left alone';
  const usual = pathsOf(usualRoutes);
  const paths = pathsOf(routes);
  return paths === usual ? 'the usual ones' : paths;
}

/** One path may be there for several formats, told apart by the model in it. */
function pathsOf(routes: readonly Route[]): string {
  const paths = routes.map(({ path, under }) =>
    under === undefined ? `\`${path}\`` : `\`${under}…${path}\``
  );
  return [...new Set(paths)].join(' ');
}
