// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../exchange.ts';
import { givenHeaders } from '../headers.ts';
import { oneHeader } from '../one-header.ts';
import { isGenuine, isObject, plainMember, plainMembers } from '../plain.ts';
import { wanted, type Watch } from '../watch.ts';

/** Arguments of a call of `fetch`, read before the call. */
export interface FetchArguments {
  /** Upper case. */
  readonly method: string;
  /** Without the fragment, which is not sent. */
  readonly href: string;
  /** `undefined` if reading them would run application code. */
  readonly header: HeaderReader | undefined;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
  /** `undefined` if the global one is used. */
  readonly dispatcher: unknown;
  readonly followsRedirects: boolean;
}

/**
 * Reads the arguments of `fetch` without running application code. A proxy, a getter, or an object that converts to the
 * address is read once by fetch, so the application would notice a second read: then returns `undefined`, and the tap in
 * undici gets the values one step later.
 *
 * Most calls are not ours; for these, only method and address are read.
 */
export function fetchArguments(
  watch: Watch,
  input: unknown,
  init: unknown
): FetchArguments | undefined {
  const request =
    isObject(input) && isGenuine(input, 'Request')
      ? (input as unknown as Request)
      : undefined;
  const target = request?.url ?? addressOf(input);
  if (target === undefined) return undefined;
  const given = plainMembers(init, METHOD);
  const verb = given && (given.method ?? request?.method ?? 'GET');
  if (typeof verb !== 'string') return undefined;
  const fragment = target.indexOf('#');
  const href = fragment === -1 ? target : target.slice(0, fragment);
  const method = verb.toUpperCase();
  const look = (name: string): unknown =>
    oneHeader(
      (isObject(init) && plainMember(init, 'headers')) || request?.headers,
      name
    );
  if (!wanted(watch, method, href, look)) return undefined;
  const more = plainMembers(init, REST);
  if (more === undefined) return undefined;
  const { body, dispatcher } = more;
  return {
    method,
    href,
    header: givenHeaders(more.headers ?? request?.headers),
    body,
    signal: (more.signal ?? request?.signal) as AbortSignal | undefined,
    dispatcher,
    followsRedirects: (more.redirect ?? request?.redirect) !== 'manual',
  };
}

const METHOD = ['method'] as const;
const REST = ['headers', 'body', 'signal', 'dispatcher', 'redirect'] as const;

function addressOf(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  return isObject(input) && isGenuine(input, 'URL')
    ? (input as unknown as URL).href
    : undefined;
}
