// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows of the table of providers.
import {
  providers,
  usualRoutes,
  type Route,
} from '../../src/recognise/providers.ts';

/** Name, hosts, and the APIs that are recognised there. */
export function providerRows(): string[][] {
  return providers.map(row => [
    `\`${row.name}\``,
    [...row.hosts, ...('port' in row ? [`port ${row.port} of any`] : [])]
      .map(host => (host.includes(' ') ? host : `\`${host}\``))
      .join(' '),
    apis('routes' in row ? row.routes : usualRoutes),
  ]);
}

/** The paths that a provider without routes of its own has. */
export function usualPaths(): string {
  return pathsOf(usualRoutes);
}

function apis(routes: readonly Route[]): string {
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
