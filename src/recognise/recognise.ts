// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, Operation } from '../call.ts';
import type { Dialect, HeaderReader } from '../dialects/dialect.ts';
import type { MustName, UnknownHostRoute } from '../dialects/family.ts';
import {
  dialectsByName,
  type DialectName,
  unknownHostRoutes,
} from '../dialects/registry.ts';
import { usualRoutes } from '../dialects/usual-routes.ts';
import {
  compileProviders,
  type Found,
  type ProviderMatcher,
} from './matcher.ts';
import { PathEnds } from './path-ends.ts';
import { providers } from './providers.ts';
import { RouteIndex } from './route-index.ts';

/** Provider, operation and dialect of a request, before its body is read. */
export interface Recognised {
  readonly provider: string;
  /** The host is unknown; the provider is the one whose format it uses. */
  readonly providerAssumed?: true;
  readonly dialect: Dialect;
  readonly operation: Operation;
  /** The host is unknown, and the path could belong to another API: see {@link looksLikeInference}. */
  readonly ambiguous: boolean;
  /** Members that the body of an ambiguous request must have. Default: the name of a model. */
  readonly mustName?: MustName;
  /** Members that the body must not have. */
  readonly mustNotName?: readonly string[];
  /** A whole answer must contain a fact of the format; see {@link looksAnswered}. */
  readonly mustAnswer?: true;
  /** Members of which any one is enough, whatever the answer. */
  readonly asks?: readonly string[];
  /** Members of the body whose presence is tested, whatever their value. */
  readonly presentMembers: ReadonlySet<string>;
}

export const knownHosts = compileProviders(providers, usualRoutes);
const unknownHosts = new RouteIndex(unknownHostRoutes);
const pathEnds = new PathEnds(
  [
    ...usualRoutes,
    ...unknownHostRoutes,
    ...providers.flatMap(({ routes = [] }) => routes),
  ].map(route => route.path)
);

/**
 * The test that runs for every request of the process; only requests that pass it reach {@link recognise}.
 *
 * @param target URL or path of the request, with or without a query.
 */
export function mayBeInference(
  method: string,
  target: string,
  custom?: ProviderMatcher
): boolean {
  if (method !== 'POST' && method !== 'post') return false;
  if (target === last.target && custom === last.custom) return last.isWanted;
  const isWanted =
    pathEnds.has(target) || custom?.pathEnds.has(target) === true;
  last = { target, custom, isWanted };
  return isWanted;
}

/** The last tested target: an application calls the same few targets repeatedly. */
let last: Readonly<{
  target: string;
  custom: ProviderMatcher | undefined;
  isWanted: boolean;
}> = { target: '', custom: undefined, isWanted: false };

/**
 * Finds the provider by the host and the dialect by the path. An unknown host is treated as a gateway and reported as the
 * provider whose format it uses, until the user names it. `undefined` if the request is not inference.
 *
 * @param custom the user's hosts, which take precedence over the table.
 */
export function recognise(
  url: URL,
  headers: HeaderReader,
  custom?: ProviderMatcher
): Recognised | undefined {
  const { found, route } = lookUp(url, custom);
  if (found !== undefined) {
    return found.route && cached(ofHosts, found, ofKnownHost);
  }
  if (route === undefined) return undefined;
  if (route.form !== true && isForm(headers)) return undefined;
  const { orHeader } = route;
  return orHeader !== undefined && headers.get(orHeader) !== undefined
    ? cached(withHeader, route, ofTellingHeader)
    : cached(ofUnknownHosts, route, ofUnknownHost);
}

/** The provider of a known host, else the route of any host. */
interface LookedUp {
  readonly url: URL;
  readonly custom: ProviderMatcher | undefined;
  readonly found: Found | undefined;
  readonly route: UnknownHostRoute | undefined;
}

const MAX_RECENT = 4;
const recent: LookedUp[] = [];
let oldest = 0;

/** The wire returns the same URL object for the same address, so results are cached by its identity. */
function lookUp(url: URL, custom: ProviderMatcher | undefined): LookedUp {
  for (let index = 0; index < recent.length; index++) {
    const one = recent[index] as LookedUp;
    if (one.url === url && one.custom === custom) return one;
  }
  const found = custom?.find(url) ?? knownHosts.find(url);
  const route =
    found === undefined ? unknownHosts.find(url.pathname) : undefined;
  const lookedUp = { url, custom, found, route };
  recent[oldest] = lookedUp;
  oldest = (oldest + 1) % MAX_RECENT;
  return lookedUp;
}

/** Whether the body confirms an {@link Recognised.ambiguous} request. */
export function looksLikeInference(
  members: Readonly<Record<string, unknown>>,
  {
    mustName = ['model'],
    mustNotName = [],
  }: Pick<Recognised, 'mustName' | 'mustNotName'> = {}
): boolean {
  const has = (name: string): boolean =>
    name === 'model'
      ? typeof members[name] === 'string' && members[name] !== ''
      : members[name] !== undefined;
  return (
    mustName.every(name =>
      typeof name === 'string' ? has(name) : name.some(has)
    ) && !mustNotName.some(has)
  );
}

/** Whether the answer must confirm the assumed format. */
export function needsAnswer(
  members: Readonly<Record<string, unknown>>,
  { mustAnswer, asks = [] }: Pick<Recognised, 'mustAnswer' | 'asks'>
): boolean {
  return mustAnswer === true && !asks.some(name => members[name] !== undefined);
}

/**
 * Whether an answer can be in the assumed format: it contains any fact of the format, or could not be read. A failure needs
 * no fact.
 *
 * @param wasRead whether the body contained JSON.
 */
export function looksAnswered(
  { status = 0, response }: Pick<Call, 'status' | 'response'>,
  contentType: string | undefined,
  wasRead: boolean
): boolean {
  if (status < 200 || status >= 300) return true;
  // The id does not count, because answers of any API have one.
  if (Object.keys(response).some(name => name !== 'id')) return true;
  return !wasRead && /json|event-stream/i.test(contentType ?? 'json');
}

// Each route is the same for every call, so it is created once.
const ofHosts = new WeakMap<Found, Recognised>();
const ofUnknownHosts = new WeakMap<UnknownHostRoute, Recognised>();
const withHeader = new WeakMap<UnknownHostRoute, Recognised>();

function cached<K extends object>(
  made: WeakMap<K, Recognised>,
  key: K,
  make: (key: K) => Recognised
): Recognised {
  let found = made.get(key);
  if (found === undefined) {
    found = make(key);
    made.set(key, found);
  }
  return found;
}

function ofKnownHost({ provider, route }: Found): Recognised {
  const { dialect, operation, onlyWith } = route!;
  return recognised({ provider, dialect, operation, mustName: onlyWith });
}

function ofUnknownHost(route: UnknownHostRoute): Recognised {
  return {
    ...recognised(route),
    ...(route.mustAnswer === true && { mustAnswer: true }),
    ...(route.asks && { asks: route.asks }),
    providerAssumed: true,
  };
}

/** The request has a header that replaces the required members. */
function ofTellingHeader(route: UnknownHostRoute): Recognised {
  const { provider, dialect, operation } = route;
  return {
    ...recognised({ provider, dialect, operation }),
    providerAssumed: true,
  };
}

function recognised({
  provider,
  dialect: name,
  operation,
  mustName,
  mustNotName,
  asks = [],
}: Pick<
  UnknownHostRoute,
  'provider' | 'dialect' | 'operation' | 'mustName' | 'mustNotName' | 'asks'
>): Recognised {
  const dialect = dialectsByName[name as DialectName];
  return {
    provider,
    dialect,
    operation,
    ambiguous: mustName !== undefined,
    ...(mustName && { mustName }),
    ...(mustNotName && { mustNotName }),
    presentMembers: new Set([
      ...(dialect.presentMembers ?? []),
      ...(mustName ?? []).flat(),
      ...(mustNotName ?? []),
      ...asks,
    ]),
  };
}

/** A browser form or an upload. Inference uses JSON, except with files of sound or images. */
function isForm(headers: HeaderReader): boolean {
  const contentType = headers.get('content-type');
  return (
    contentType !== undefined &&
    /^\s*(?:multipart\/|application\/x-www-form-urlencoded)/i.test(contentType)
  );
}
