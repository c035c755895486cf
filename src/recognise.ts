// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation } from './call.ts';
import type { Dialect, HeaderReader } from './dialects/dialect.ts';
import { dialectsByName } from './dialects/dialects-by-name.ts';
import type { Wire } from './dialects/fields.ts';
import { asText } from './dialects/fields.ts';
import {
  compileProviders,
  endsLike,
  lengthWithoutSlash,
  type ProviderMatcher,
} from './provider-matcher.ts';
import { providers, type Route, usualRoutes } from './providers.ts';

/** What a request is, before its body was looked at. */
export interface Recognised {
  readonly provider: string;
  readonly dialect: Dialect;
  readonly operation: Operation;
  /** The host is unknown, and the path could be that of another API: see {@link looksLikeInference}. */
  readonly ambiguous: boolean;
}

/** Its paths are also those of unknown hosts: it has rows with the usual routes. */
const table = compileProviders(providers);

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
    endsWithOneOf(target, end, table.paths) ||
    (custom !== undefined && endsWithOneOf(target, end, custom.paths))
  );
}

/**
 * Who is called and what is spoken: the host tells the provider, the path the dialect. A host that nobody knows is a
 * gateway, and speaks for `openai` until the user says whose it is. `undefined`: not inference, leave it alone.
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
    return found.route && recognised(found.provider, found.route, false);
  }
  return recogniseByPath(url.pathname, header);
}

/**
 * Whether the body of an {@link Recognised.ambiguous} request bears it out. `POST /api/v1/responses` is also what the API of
 * a survey looks like; every inference at such a path names its model.
 */
export function looksLikeInference(members: Wire): boolean {
  return asText(members['model']) !== undefined;
}

/** Segments that stand before the path of an API: /v1, /v1beta1, /openai; Azure's deployments name the model themselves. */
const versionBefore = /\/(?:v\d+(?:(?:alpha|beta)\d*)?|openai)\/?$/;
const deploymentBefore = /\/openai\/deployments\/[^/]+\/?$/;

function recogniseByPath(
  path: string,
  header: HeaderReader
): Recognised | undefined {
  const route = usualRoutes.find(({ path: end }) => endsLike(path, end));
  if (route === undefined || isForm(header)) return undefined;
  const before = path.slice(0, path.lastIndexOf(route.path));
  if (route.dialect === 'openai-chat' || deploymentBefore.test(before)) {
    return recognised('openai', route, false);
  }
  return versionBefore.test(before)
    ? recognised('openai', route, true)
    : undefined;
}

function recognised(
  provider: string,
  { dialect, operation }: Route,
  ambiguous: boolean
): Recognised {
  return { provider, dialect: dialectsByName[dialect], operation, ambiguous };
}

/** What a browser form or an upload sends; inference is JSON. */
function isForm(header: HeaderReader): boolean {
  const contentType = header('content-type');
  return (
    contentType !== undefined &&
    /^\s*(?:multipart\/|application\/x-www-form-urlencoded)/i.test(contentType)
  );
}

function endOfPath(target: string): number {
  const query = target.indexOf('?');
  const end = query < 0 ? target.length : query;
  const hash = target.indexOf('#');
  return hash < 0 || hash > end ? end : hash;
}

function endsWithOneOf(
  target: string,
  end: number,
  paths: readonly string[]
): boolean {
  for (let index = 0; index < paths.length; index++) {
    if (target.endsWith(paths[index]!, end)) return true;
  }
  return false;
}
