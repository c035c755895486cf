// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { socketRoutes } from '../dialects/registry.ts';
import type { TurnDialect } from '../dialects/turn-dialect.ts';
import { type ProviderMatcher } from './matcher.ts';
import { PathEnds } from './path-ends.ts';
import { knownHosts } from './recognise.ts';
import { RouteIndex } from './route-index.ts';

/** Provider and format of a WebSocket, before its first message. */
export interface RecognisedSocket {
  readonly provider: string;
  /** The host is unknown, so the first message of the format must confirm the connection. */
  readonly providerAssumed?: true;
  readonly operation: 'chat';
  readonly turns: TurnDialect;
}

const routes = new RouteIndex(socketRoutes);
const pathEnds = new PathEnds(socketRoutes.map(({ path }) => path));

/** The test that runs for every handshake of the process; only those that pass it reach {@link recogniseSocket}. */
export function mayHaveTurns(target: string): boolean {
  return pathEnds.has(target);
}

/**
 * Finds the format by the path and the provider by the host. `undefined` if the connection has no turns.
 *
 * @param custom the user's hosts, which take precedence over the table.
 */
export function recogniseSocket(
  url: URL,
  custom?: ProviderMatcher
): RecognisedSocket | undefined {
  const route = routes.find(url.pathname);
  if (route === undefined) return undefined;
  const { turns } = route;
  const provider = (custom?.find(url) ?? knownHosts.find(url))?.provider;
  return provider === undefined
    ? {
        provider: route.provider,
        providerAssumed: true,
        operation: 'chat',
        turns,
      }
    : { provider, operation: 'chat', turns };
}
