// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientRequest } from 'node:http';
import { types } from 'node:util';
import {
  isGenuine,
  isObject,
  plainMember,
  plainMembers,
} from '../safe-reads.ts';
import { hostInUrl, joinUrl, parseUrl } from '../url.ts';

/** The destination of a request. */
export interface Destination {
  readonly method: string;
  /** A path, or a whole URL in a request to a proxy. */
  readonly target: string;
  readonly headers: unknown;
  readonly signal: AbortSignal | undefined;
  readonly socketPath: string | undefined;
  url(): URL | undefined;
}

const OPTIONS = [
  'method',
  'path',
  'protocol',
  'hostname',
  'host',
  'port',
  'defaultPort',
  'agent',
  'socketPath',
  'headers',
  'signal',
] as const;

/**
 * Reads the arguments of `request()` and `get()`: `(url, options?, callback?)` or `(options, callback?)`. The rules are
 * those of `http.request`. `undefined` if reading them would run application code; they are then read from the request.
 *
 * @param protocol of the module that is called.
 */
export function destinationOf(
  args: readonly unknown[],
  protocol: string
): Destination | undefined {
  const [first, second] = args;
  const url = givenUrl(first);
  const isUrl = typeof first === 'string' || url !== undefined;
  if (isUrl && url === undefined) return undefined;
  const other = isUrl ? second : first;
  if (other === first && isObject(other) && looksLikeUrl(other)) {
    return undefined;
  }
  const options = copiedMembers(isObject(other) ? other : undefined, OPTIONS);
  if (options === undefined) return undefined;
  const method = options.method ?? 'GET';
  const target = options.path ?? (url && url.pathname + url.search) ?? '/';
  if (typeof method !== 'string' || typeof target !== 'string')
    return undefined;
  const { socketPath, signal } = options;
  return {
    method: method.toUpperCase(),
    target,
    headers: options.headers,
    signal:
      isObject(signal) && isGenuine(signal, 'AbortSignal')
        ? (signal as unknown as AbortSignal)
        : undefined,
    socketPath: typeof socketPath === 'string' ? socketPath : undefined,
    url: () => joinUrl(originOf(options, url, protocol), target),
  };
}

/**
 * Whether Node.js takes an object for a URL, such as an instance of a subclass. Options may have the members of one as well,
 * such as those of follow-redirects; these have a path.
 */
function looksLikeUrl(object: object): boolean {
  return (
    Boolean(plainMember(object, 'href') && plainMember(object, 'protocol')) &&
    plainMember(object, 'auth') === undefined &&
    plainMember(object, 'path') === undefined
  );
}

function givenUrl(first: unknown): URL | undefined {
  if (typeof first === 'string') return parseUrl(first);
  return isObject(first) && isGenuine(first, 'URL')
    ? (first as unknown as URL)
    : undefined;
}

function originOf(
  options: Partial<Record<(typeof OPTIONS)[number], unknown>>,
  url: URL | undefined,
  usual: string
): string {
  const { agent, hostname, host, port, defaultPort } = options;
  const ofAgent = plainMembers(isObject(agent) ? agent : undefined, [
    'protocol',
    'defaultPort',
  ]);
  const scheme =
    text(options.protocol) ?? url?.protocol ?? text(ofAgent?.protocol);
  const name = text(hostname) ?? url?.hostname ?? text(host) ?? 'localhost';
  const number =
    text(port) ?? (url?.port || text(defaultPort ?? ofAgent?.defaultPort));
  const place = number ? `:${number}` : '';
  return `${scheme ?? usual}//${hostInUrl(name)}${place}`;
}

/** Treats empty text and 0 as not given. */
function text(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return value === '' || value === 0 ? undefined : String(value);
}

/** The destination of an existing request, as node:http built it. */
export function destinationOfRequest(request: ClientRequest): Destination {
  const { method, path, protocol } = request;
  const { socketPath } = request as { socketPath?: unknown };
  return {
    method,
    target: path,
    headers: undefined,
    signal: undefined,
    socketPath: typeof socketPath === 'string' ? socketPath : undefined,
    url: () => {
      const host = request.getHeader('host');
      const name = typeof host === 'string' ? host : hostInUrl(request.host);
      return joinUrl(`${protocol}//${name}`, path);
    },
  };
}

/**
 * Like {@link plainMembers}, for options that a platform function copies before it reads them: members that are inherited
 * or not enumerable are not copied.
 */
function copiedMembers<Name extends string>(
  object: object | undefined,
  names: readonly Name[]
): Partial<Record<Name, unknown>> | undefined {
  const members: Partial<Record<Name, unknown>> = {};
  if (object === undefined) return members;
  if (types.isProxy(object)) return undefined;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as Name;
    const found = Object.getOwnPropertyDescriptor(object, name);
    if (found?.enumerable !== true) continue;
    if (!('value' in found)) return undefined;
    if (found.value !== undefined) members[name] = found.value as unknown;
  }
  return members;
}
