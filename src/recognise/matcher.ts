// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Provider, Route } from '../dialects/family.ts';
import { formatRoutes } from './format-routes.ts';
import { PathEnds } from './path-ends.ts';
import { RouteIndex } from './route-index.ts';

/** Finds the provider of a URL among compiled definitions. */
export interface ProviderMatcher {
  /** The path suffixes of all routes. */
  readonly pathEnds: PathEnds;
  /** `undefined` if none of them has this host. */
  find(url: URL): Found | undefined;
}

/** A known host; without a route, the path is not inference. Each call of a route gets the same object. */
export interface Found {
  readonly provider: string;
  readonly route: Route | undefined;
}

/**
 * Compiles definitions. Exact hosts are tried first, then patterns, then ports, each in the order of the definitions.
 *
 * @param defaults routes for definitions with neither routes nor a dialect.
 */
export function compileProviders(
  definitions: readonly Provider[],
  defaults: readonly Route[] = formatRoutes
): ProviderMatcher {
  const rows = definitions.map(definition =>
    compileRow(definition, routesOf(definition, defaults))
  );
  const exact = new Map<string, Row[]>();
  const patterns: { matches: HostTest; row: Row }[] = [];
  for (const row of rows) {
    for (const host of row.hosts) {
      if (typeof host === 'function') patterns.push({ matches: host, row });
      else exact.set(host, [...(exact.get(host) ?? []), row]);
    }
  }
  const known = new Map<string, readonly Row[]>();
  const rowsAt = (host: string, port: string, hostAndPort: string): Row[] => [
    ...(exact.get(hostAndPort) ?? exact.get(host) ?? []),
    ...patterns
      .filter(pattern => pattern.matches(host, hostAndPort))
      .map(pattern => pattern.row),
    ...rows.filter(row => row.port === port),
  ];
  return {
    pathEnds: new PathEnds(
      rows.flatMap(row => row.routes.routes.map(route => route.path))
    ),
    find(url) {
      const host = withoutRootDot(url.hostname);
      const port = portOf(url);
      const hostAndPort = `${host}:${port}`;
      let found = known.get(hostAndPort);
      if (found === undefined) {
        found = rowsAt(host, port, hostAndPort);
        if (known.size < MAX_KNOWN) known.set(hostAndPort, found);
      }
      return pick(url.pathname, found);
    },
  };
}

/** A process calls a few hosts repeatedly. */
const MAX_KNOWN = 100;

interface Row {
  readonly hosts: readonly (string | HostTest)[];
  readonly port: string | undefined;
  readonly routes: RouteIndex<Route>;
  readonly found: ReadonlyMap<Route | undefined, Found>;
}

type HostTest = (host: string, hostAndPort: string) => boolean;

function compileRow(
  { name: provider, hosts, port }: Provider,
  routes: readonly Route[]
): Row {
  return {
    hosts: hosts.map(compileHost),
    port: port?.toString(),
    routes: new RouteIndex(routes),
    found: new Map(
      [...routes, undefined].map(route => [route, { provider, route }])
    ),
  };
}

function pick(path: string, rows: readonly Row[]): Found | undefined {
  for (const { routes, found } of rows) {
    const route = routes.find(path);
    if (route !== undefined) return found.get(route);
  }
  return rows[0]?.found.get(undefined);
}

function routesOf(
  { dialect, routes }: Provider,
  defaults: readonly Route[]
): readonly Route[] {
  if (routes !== undefined) return routes;
  if (dialect === undefined) return defaults;
  return formatRoutes.filter(route => route.dialect === dialect);
}

/** Compiles a pattern into a test, anchored at both ends; returns an exact host unchanged. */
function compileHost(pattern: string): string | HostTest {
  const host = pattern.toLowerCase();
  if (!host.includes('*')) return host;
  const anyDepth = host.startsWith('*.');
  const labels = (anyDepth ? host.slice(2) : host)
    .split('*')
    .map(part => part.replace(/[^a-z0-9-]/g, '\\$&'))
    .join('[a-z0-9-]+');
  const expression = new RegExp(
    `^${anyDepth ? '(?:[a-z0-9_-]+\\.)+' : ''}${labels}$`
  );
  return /:\d+$/.test(host)
    ? (_host, hostAndPort) => expression.test(hostAndPort)
    : name => expression.test(name);
}

function portOf(url: URL): string {
  if (url.port !== '') return url.port;
  return url.protocol === 'http:' ? '80' : '443';
}

/** `api.openai.com.` is the same host as an absolute name. */
function withoutRootDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}
