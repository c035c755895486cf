// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import { report } from '../../guard.ts';
import { builtin } from '../builtin.ts';
import { headerReader } from '../headers.ts';
import { tapClientStream } from './callbacks.ts';
import { isOfUndici, originOf, pseudoHeaders, urlOf } from './destination.ts';
import { currentTap, type Tap } from '../tap.ts';
import { patchMethod, type Undo } from '../patch.ts';
import { openTap, wanted, type Watch } from '../watch.ts';

type Connect = (this: unknown, ...args: unknown[]) => ClientHttp2Session;
type Request = (this: unknown, ...args: unknown[]) => ClientHttp2Stream;

interface Http2Module {
  connect: Connect & { [promisify.custom]?: unknown };
}

/** Where a session goes, as `connect` was told. */
type Origins = WeakMap<object, string>;

/**
 * Watches the requests of node:http2, which clients of AWS make. The class of sessions is not exported: it is patched
 * once, when `connect` makes the first one, so that no session bears a mark. There is no HTTP span to be the parent of, so
 * the call runs in the application's own context.
 */
export function watchHttp2(watch: Watch): Undo {
  const undos: (Undo | undefined)[] = [];
  const patched = new WeakSet<object>();
  const origins: Origins = new WeakMap();

  const sight = (session: ClientHttp2Session, authority: unknown): void => {
    if (!watch.active) return;
    const origin = originOf(authority);
    if (origin !== undefined) origins.set(session, origin);
    const owner = ownerOfRequest(session);
    if (owner === undefined || patched.has(owner)) return;
    patched.add(owner);
    undos.push(
      patchMethod<Request>(owner, 'request', original =>
        wrapRequest(watch, origins, original)
      )
    );
  };
  const sighted = (session: ClientHttp2Session, authority: unknown) => {
    try {
      sight(session, authority);
    } catch (error) {
      report('http2 connect', error);
    }
    return session;
  };

  const module = builtin<Http2Module>('http2');
  const { [promisify.custom]: promised } = module.connect;
  undos.push(
    patchMethod<Connect>(module, 'connect', original => {
      return function (this: unknown, ...args: unknown[]): ClientHttp2Session {
        return sighted(original.apply(this, args), args[0]);
      };
    })
  );
  if (typeof promised === 'function') {
    Object.defineProperty(module.connect, promisify.custom, {
      value: async (authority: unknown, options: unknown) => {
        const made: unknown = Reflect.apply(promised, undefined, [
          authority,
          options,
        ]);
        return sighted((await made) as ClientHttp2Session, authority);
      },
    });
  }
  syncBuiltinESMExports();

  return () => {
    for (const undo of undos.splice(0)) undo?.();
    syncBuiltinESMExports();
  };
}

/** Where `request` stands: on the class of sessions, unless somebody has put one on this session. */
function ownerOfRequest(session: object): object | undefined {
  let owner: object | null = Object.getPrototypeOf(session) as object | null;
  while (owner !== null && !Object.hasOwn(owner, 'request')) {
    owner = Object.getPrototypeOf(owner) as object | null;
  }
  return owner ?? undefined;
}

function wrapRequest(
  watch: Watch,
  origins: Origins,
  original: Request
): Request {
  return function (this: unknown, ...args: unknown[]): ClientHttp2Stream {
    let tap: Tap | undefined;
    try {
      tap = tapFor(watch, origins, this as ClientHttp2Session, args);
    } catch (error) {
      report('http2 request', error);
    }
    let stream: ClientHttp2Stream;
    try {
      stream = original.apply(this, args);
    } catch (error) {
      tap?.failOutside(error);
      throw error;
    }
    if (tap !== undefined) follow(stream, tap);
    return stream;
  };
}

function follow(stream: ClientHttp2Stream, tap: Tap): void {
  try {
    tapClientStream(stream, tap);
  } catch (error) {
    report('http2 stream', error);
  }
}

function tapFor(
  watch: Watch,
  origins: Origins,
  session: ClientHttp2Session,
  [headers, options]: readonly unknown[]
): Tap | undefined {
  if (!watch.active) return undefined;
  const current = currentTap();
  const header = headerReader(headers);
  const { method, path } = pseudoHeaders(headers, header);
  if (current === undefined && !wanted(watch, method, path)) return undefined;
  if (isOfUndici(session)) return undefined;
  const url = urlOf(path, header, origins.get(session), session);
  if (url === undefined) return undefined;
  if (
    current?.awaitsTransport === true &&
    current.accepts(method, url.origin, url.pathname + url.search)
  ) {
    return current;
  }
  if (!wanted(watch, method, path)) return undefined;
  const tap = openTap(watch, {
    method,
    url,
    transport: 'http2',
    body: undefined,
    header,
  });
  const { signal } = (options ?? {}) as { signal?: unknown };
  if (tap !== undefined && signal instanceof AbortSignal) tap.signal = signal;
  return tap;
}
