// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../dialects/dialect.ts';
import { fetchedIdOf, openaiFetched } from '../dialects/openai/fetched.ts';
import { openaiResponses } from '../dialects/openai/responses.ts';
import type { ProviderMatcher } from './matcher.ts';
import { endOfPath, lengthWithoutSlash } from './path-ends.ts';
import { recognise, type Recognised } from './recognise.ts';

/**
 * Tests for `GET /v1/responses/{id}`, without paths below the id such as `/input_items`. If the profile has a name for this
 * operation, the test runs for every request of the process.
 */
export function mayFetchResponse(method: string, target: string): boolean {
  return (
    (method === 'GET' || method === 'get') && endOfCollection(target) !== -1
  );
}

/**
 * Finds the provider of a fetched response: the one that would create it at the path without the id. If the host is unknown
 * and the id does not look like OpenAI's, the answer must be a response: `/api/v1/responses/7` could also be a survey's API.
 */
export function recogniseFetch(
  url: URL,
  headers: HeaderReader,
  custom?: ProviderMatcher
): Recognised | undefined {
  const end = endOfCollection(url.pathname);
  if (end === -1) return undefined;
  const collection = new URL(url);
  collection.pathname = url.pathname.slice(0, end);
  const made = recognise(collection, headers, custom);
  if (made?.dialect !== openaiResponses) return undefined;
  const { provider, providerAssumed, mustAnswer, asks } = made;
  const isNamed = fetchedIdOf(url)?.startsWith('resp_') === true;
  // Without a version in the path, the id must look like OpenAI's.
  const isVersioned = mustAnswer !== true || asks !== undefined;
  if (!isVersioned && !isNamed) return undefined;
  return {
    provider,
    ...(providerAssumed && { providerAssumed }),
    ...(providerAssumed && !(isVersioned && isNamed) && { mustAnswer: true }),
    dialect: openaiFetched,
    operation: 'fetch_response',
    ambiguous: false,
    presentMembers: NONE,
  };
}

const NONE: ReadonlySet<string> = new Set();

const COLLECTION = '/responses';
const BELOW = `${COLLECTION}/`;

/** The end of `/responses`, if exactly one segment follows it in the path; else -1. */
function endOfCollection(target: string): number {
  if (!target.includes(BELOW)) return -1;
  const end = lengthWithoutSlash(target, endOfPath(target));
  const start = target.lastIndexOf(BELOW, end);
  if (start === -1) return -1;
  const id = start + BELOW.length;
  const slash = target.indexOf('/', id);
  return end > id && (slash === -1 || slash >= end)
    ? start + COLLECTION.length
    : -1;
}
