// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from './exchange.ts';
import type { HeaderLook } from './one-header.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The target of a redirect; `undefined` if the response is no redirect. */
export function locationOf(
  status: number,
  header: HeaderReader
): string | undefined {
  return REDIRECTS.has(status) ? header('location') : undefined;
}

/** A request that a deeper layer sees in the asynchronous context of a call. */
export interface Candidate {
  readonly method: string;
  /** The target of the request, as far as it is known. */
  readonly origin: string | undefined;
  readonly path: string;
  readonly body?: unknown;
  /** Reads one header, if the layer has built them. */
  readonly look?: HeaderLook;
  /** Whether the request, without its context, looks like inference. */
  readonly wanted: () => boolean;
}

/** The address of a call. It distinguishes the request for this call from other requests in the same asynchronous context. */
export class Address {
  readonly #method: string;
  #origin: string;
  #path: string;
  #body: string | Uint8Array | undefined;
  /** The body as a layer above passed it on, if it is an object. */
  #passed: object | undefined;

  constructor(method: string, url: URL, body: string | Uint8Array | undefined) {
    this.#method = method;
    this.#origin = url.origin;
    this.#path = pathOf(url);
    this.#body = body;
  }

  /** Whether a request is this call. */
  fits(candidate: Candidate): boolean {
    const { method, body } = candidate;
    if (method !== this.#method) return false;
    const isObject = typeof body === 'object' && body !== null;
    // A layer in between that rewrites the address passes the body on.
    const isPassed =
      (isObject && body === this.#passed) ||
      (body !== undefined && body !== '' && body === this.#body);
    if (!isPassed && !this.#fitsAddress(candidate)) return false;
    if (isObject) this.#passed = body;
    // The layers below see the rewritten address.
    this.#path = candidate.path;
    this.#origin = candidate.origin ?? this.#origin;
    return true;
  }

  /**
   * The body distinguishes two calls at one address. A layer in between may have rewritten the origin, or the path except
   * for its last segment; or all of it, if the body is as long as that of the call.
   */
  #fitsAddress({ origin, path, body, look, wanted }: Candidate): boolean {
    if (path === this.#path) {
      return (
        typeof body !== 'string' ||
        typeof this.#body !== 'string' ||
        body === this.#body
      );
    }
    return (
      lastSegment(path) === lastSegment(this.#path) ||
      (origin !== undefined && origin !== this.#origin && wanted()) ||
      (look !== undefined && this.#isLength(look('content-length')))
    );
  }

  #isLength(value: unknown): boolean {
    const body = this.#body;
    return (
      body !== undefined &&
      (typeof value === 'string' || typeof value === 'number') &&
      Number(value) === Buffer.byteLength(body)
    );
  }

  /** Whether the request goes to the target of the redirect. */
  fitsHop({ method, path }: Candidate): boolean {
    return (method === this.#method || method === 'GET') && path === this.#path;
  }

  /** Moves to the target of a redirect, from the header `location`. */
  redirect(location: string): void {
    const next = parseUrl(location, this.#origin + this.#path);
    if (next === undefined) return;
    this.#origin = next.origin;
    this.#path = pathOf(next);
  }

  forgetBody(): void {
    this.#body = this.#passed = undefined;
  }
}

function pathOf({ pathname, search }: URL): string {
  return search === '' ? pathname : pathname + search;
}

function lastSegment(path: string): string {
  const query = path.indexOf('?');
  const end = query < 0 ? path.length : query;
  return path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

/**
 * Creates the URL of a request from its origin and its path. They are joined, not resolved: a path that begins with two
 * slashes is a path, not a host. A request to a proxy has the whole URL as its path.
 */
export function joinUrl(origin: string, path: string): URL | undefined {
  const whole = /^https?:\/\//i.test(path)
    ? path
    : origin + (path.startsWith('/') ? path : `/${path}`);
  return parseUrl(whole);
}

/** `undefined` if the text is no URL. */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** A host name or address as it is written in a URL. */
export function hostInUrl(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** A process calls a few addresses repeatedly. */
const MAX_KEPT = 32;
const MAX_LENGTH = 512;
const kept = new Map<string, URL>();

/**
 * Like {@link parseUrl}, with a cache: the result must not be changed. An address with a query is not cached, because
 * queries contain keys and ids.
 */
export function parseOften(href: string): URL | undefined {
  const known = kept.get(href);
  if (known !== undefined) return known;
  const url = parseUrl(href);
  if (
    url !== undefined &&
    href.length <= MAX_LENGTH &&
    !href.includes('?') &&
    url.username === '' &&
    url.password === ''
  ) {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(href, url);
  }
  return url;
}
