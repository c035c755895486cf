// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../call.ts';
import type { Dialect, HeaderReader } from '../dialects/dialect.ts';
import { dialectsByName } from '../dialects/registry.ts';
import type { JsonObject } from '../dialects/fields.ts';
import { asText } from '../dialects/fields.ts';
import { compilePathEnds, endsWithOneOf } from './path-ends.ts';
import {
  compileProviders,
  isAt,
  lengthWithoutSlash,
  type ProviderMatcher,
} from './matcher.ts';
import { type ProviderDefinition, providers } from './providers.ts';
import { type Route, usualRoutes } from './routes.ts';
import { unknownHostRoutes } from './unknown-hosts.ts';

/** What a request is, before its body was looked at. */
export interface Recognised {
  readonly provider: string;
  /** The host is unknown, and the provider the one whose format it speaks. */
  readonly providerAssumed?: true;
  readonly dialect: Dialect;
  readonly operation: Operation;
  /** The host is unknown, and the path could be that of another API: see {@link looksLikeInference}. */
  readonly ambiguous: boolean;
  /** What the body of an ambiguous request must have; the name of a model if nothing is said. */
  readonly mustName?: readonly string[];
}

const rows: readonly ProviderDefinition[] = providers;
const table = compileProviders(rows, usualRoutes);
const pathEnds = compilePathEnds(
  [
    ...usualRoutes,
    ...unknownHostRoutes,
    ...rows.flatMap(({ routes = [] }) => routes),
  ].map(route => route.path)
);

/**
 * The test that every request of the process goes through: no other ones reach {@link recognise}.
 *
 * @param target URL or path of the request, with or without a query.
 */
export function mayBeInference(
  method: string,
  target: string,
  custom?: ProviderMatcher
): boolean {
  if (method !== 'POST' && method !== 'post') return false;
  const end = lengthWithoutSlash(target, endOfPath(target));
  return (
    endsWithOneOf(target, end, pathEnds) ||
    (custom !== undefined && endsWithOneOf(target, end, custom.pathEnds))
  );
}

/**
 * Who is called and what is spoken: the host tells the provider, the path the dialect. A host that nobody knows is a
 * gateway, and speaks for the provider whose format it speaks (src/recognise/unknown-hosts.ts) until the user says whose it is.
 * `undefined`: not inference, leave it alone.
 *
 * @param custom hosts of the user, which go before the table.
 */
export function recognise(
  url: URL,
  header: HeaderReader,
  custom?: ProviderMatcher
): Recognised | undefined {
  const found = custom?.find(url) ?? table.find(url);
  if (found !== undefined) {
    return found.route && recognised(found.provider, found.route);
  }
  const route = unknownHostRoutes.find(each => isAt(url.pathname, each));
  if (route === undefined || isForm(header)) return undefined;
  const { provider, mustName, orHeader } = route;
  const sure = orHeader !== undefined && header(orHeader) !== undefined;
  return {
    ...recognised(provider, route, sure ? undefined : mustName),
    providerAssumed: true,
  };
}

/** Whether the body of an {@link Recognised.ambiguous} request bears it out. */
export function looksLikeInference(
  members: JsonObject,
  mustName: readonly string[] = ['model']
): boolean {
  return mustName.every(name =>
    name === 'model'
      ? asText(members[name]) !== undefined
      : members[name] !== undefined
  );
}

function recognised(
  provider: string,
  { dialect, operation, onlyWith }: Route,
  mustName: readonly string[] | undefined = onlyWith
): Recognised {
  return {
    provider,
    dialect: dialectsByName[dialect],
    operation,
    ambiguous: mustName !== undefined,
    ...(mustName && { mustName }),
  };
}

/** What a browser form or an upload sends; inference is JSON. */
function isForm(header: HeaderReader): boolean {
  const contentType = header('content-type');
  return (
    contentType !== undefined &&
    /^\s*(?:multipart\/|application\/x-www-form-urlencoded)/i.test(contentType)
  );
}

/** Where the path of a URL or of a target ends. */
export function endOfPath(target: string): number {
  const query = target.indexOf('?');
  const end = query < 0 ? target.length : query;
  const hash = target.indexOf('#');
  return hash < 0 || hash > end ? end : hash;
}
