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
  const rows = definitions.map(definition => new Row(definition, defaults));
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
  let pathEnds: PathEnds | undefined;
  return {
    get pathEnds() {
      return (pathEnds ??= new PathEnds(
        rows.flatMap(row => row.routes().map(route => route.path))
      ));
    },
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

type HostTest = (host: string, hostAndPort: string) => boolean;

/** One definition. Its routes are compiled when one of its hosts is called: a process calls few of the many. */
class Row {
  readonly hosts: readonly (string | HostTest)[];
  readonly port: string | undefined;
  readonly #definition: Provider;
  readonly #defaults: readonly Route[];
  #index: RouteIndex<Route> | undefined;
  #found: ReadonlyMap<Route | undefined, Found> | undefined;

  constructor(definition: Provider, defaults: readonly Route[]) {
    this.hosts = definition.hosts.map(compileHost);
    this.port = definition.port?.toString();
    this.#definition = definition;
    this.#defaults = defaults;
  }

  routes(): readonly Route[] {
    const { dialect, routes } = this.#definition;
    if (routes !== undefined) return routes;
    if (dialect === undefined) return this.#defaults;
    return formatRoutes.filter(route => route.dialect === dialect);
  }

  find(path: string): Route | undefined {
    this.#index ??= new RouteIndex(this.routes());
    return this.#index.find(path);
  }

  /** @param route The result of {@link find}. */
  foundAt(route: Route | undefined): Found | undefined {
    const { name: provider } = this.#definition;
    this.#found ??= new Map(
      [...this.routes(), undefined].map(each => [
        each,
        { provider, route: each },
      ])
    );
    return this.#found.get(route);
  }
}

function pick(path: string, rows: readonly Row[]): Found | undefined {
  for (const row of rows) {
    const route = row.find(path);
    if (route !== undefined) return row.foundAt(route);
  }
  return rows[0]?.foundAt(undefined);
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
