// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../dialects/dialect.ts';
import { fetchedIdOf, openaiFetched } from '../dialects/openai/fetched.ts';
import { openaiResponses } from '../dialects/openai/responses.ts';
import type { ProviderMatcher } from './matcher.ts';
import { endOfPath, lengthWithoutSlash } from './path-ends.ts';
import { recognise, type Recognised } from './recognise.ts';

/**
 * The test that every request of the process goes through where the profile has a name for what it looks for:
 * `GET /v1/responses/{id}`, and not what is below the id, like `/input_items`.
 */
export function mayFetchResponse(method: string, target: string): boolean {
  return (
    (method === 'GET' || method === 'get') && endOfCollection(target) !== -1
  );
}

/**
 * Finds who keeps a response that is fetched: the provider that would make it at the path above. Where the host is unknown
 * and the id is not like OpenAI's, the answer must be a response: `/api/v1/responses/7` is also the API of a survey.
 */
export function recogniseFetch(
  url: URL,
  header: HeaderReader,
  custom?: ProviderMatcher
): Recognised | undefined {
  const end = endOfCollection(url.pathname);
  if (end === -1) return undefined;
  const collection = new URL(url);
  collection.pathname = url.pathname.slice(0, end);
  const made = recognise(collection, header, custom);
  if (made?.dialect !== openaiResponses) return undefined;
  const { provider, providerAssumed, mustAnswer, asks } = made;
  const isNamed = fetchedIdOf(url)?.startsWith('resp_') === true;
  // Without a version in the path, only an id of OpenAI's shape says enough.
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

/** Where `/responses` ends before one segment that is the last of the path; -1 where there is none. */
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
