// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import { guarded } from '../../guard.ts';
import { builtin } from '../builtin.ts';
import type { HeaderReader } from '../exchange.ts';
import { isWantedAlone, wanted } from '../matching.ts';
import { guardCall, type Passage } from '../patch.ts';
import { patchMethod, type Undo } from '../patch-method.ts';
import {
  givenHeaders,
  isGenuine,
  isObject,
  noHeaders,
  plainMember,
} from '../safe-reads.ts';
import { currentTap, Tap } from '../tap.ts';
import type { Watch } from '../watch.ts';
import { isOfUndici, originOf, pseudoHeaders, urlOf } from './destination.ts';
import { tapClientStream } from './stream.ts';

type Connect = (this: unknown, ...args: unknown[]) => ClientHttp2Session;
type Request = (this: unknown, ...args: unknown[]) => ClientHttp2Stream;

interface Http2Module {
  connect: Connect;
}

/** The destination of a session, from the arguments of `connect`. */
type Origins = WeakMap<object, string>;

/**
 * Watches the requests of node:http2, which AWS clients use. The class of sessions is not exported, so it is patched once,
 * when `connect` creates the first session; the sessions themselves are not modified. No HTTP span exists that ours would
 * be the parent of, so the call runs in the application's own context.
 */
export function watchHttp2(watch: Watch): Undo {
  const undos: (Undo | undefined)[] = [];
  const patched = new WeakSet<object>();
  const origins: Origins = new WeakMap();

  const sight = (
    session: ClientHttp2Session,
    authority: unknown
  ): ClientHttp2Session => {
    if (watch.active) seen(session, authority);
    return session;
  };
  const seen = (session: ClientHttp2Session, authority: unknown): void => {
    const origin = originOf(authority);
    if (origin !== undefined) origins.set(session, origin);
    const owner = ownerOfRequest(session);
    if (owner === undefined || patched.has(owner)) return;
    patched.add(owner);
    undos.push(
      patchMethod<Request>(owner, 'request', original =>
        guardCall('http2 request', original, (self, args) =>
          passageFor(watch, origins, self as ClientHttp2Session, args)
        )
      )
    );
  };

  const module = builtin<Http2Module>('http2');
  undos.push(
    patchMethod<Connect>(module, 'connect', original => {
      const connect = guardCall(
        'http2 connect',
        original,
        (_, [authority]) => ({
          returned: made => sight(made as ClientHttp2Session, authority),
        })
      );
      promiseSessions(original, connect, sight);
      return connect;
    })
  );
  syncBuiltinESMExports();

  return () => {
    for (const undo of undos.splice(0)) undo?.();
    syncBuiltinESMExports();
  };
}

/** Node's `promisify(connect)` bypasses `connect`. The property keeps its flags. */
function promiseSessions(
  original: Connect,
  connect: Connect,
  sight: (session: ClientHttp2Session, authority: unknown) => unknown
): void {
  const own = Object.getOwnPropertyDescriptor(original, promisify.custom);
  const promised: unknown = own?.value;
  if (typeof promised !== 'function') return;
  const value = async (...args: unknown[]): Promise<unknown> => {
    const session: unknown = await Reflect.apply(promised, undefined, args);
    guarded('http2 connect', () =>
      sight(session as ClientHttp2Session, args[0])
    );
    return session;
  };
  Object.defineProperty(connect, promisify.custom, { ...own, value });
}

/** The owner of `request`: the class of sessions, unless this session has its own method. */
function ownerOfRequest(session: object): object | undefined {
  let owner: object | null = Object.getPrototypeOf(session) as object | null;
  while (owner !== null && !Object.hasOwn(owner, 'request')) {
    owner = Object.getPrototypeOf(owner) as object | null;
  }
  return owner ?? undefined;
}

function passageFor(
  watch: Watch,
  origins: Origins,
  session: ClientHttp2Session,
  [raw, options]: readonly unknown[]
): Passage | undefined {
  if (!watch.active) return undefined;
  let read: HeaderReader | undefined;
  const given = (): HeaderReader | undefined => (read ??= givenHeaders(raw));
  const pseudo = pseudoHeaders(raw, given);
  if (pseudo === undefined) return undefined;
  const { method, path } = pseudo;
  const current = currentTap();
  const isInCall = current !== undefined;
  if (!isInCall && !wanted(watch, method, path, raw)) return undefined;
  if (isOfUndici(session)) return undefined;
  const headers = given() ?? noHeaders;
  const url = urlOf(path, headers, origins.get(session), session);
  if (url === undefined) return undefined;
  const { origin } = url;
  const at = url.pathname + url.search;
  const asked = { target: path, headers: raw };
  const candidate = { watch, method, origin, path: at, ...asked };
  if (current?.takes(candidate) === true) {
    if (current.refused) return undefined;
    if (current.awaitsTransport) return follow(current);
  }
  if (isInCall && !isWantedAlone(candidate)) return undefined;
  const signal = isObject(options) && plainMember(options, 'signal');
  const tap = new Tap(
    watch,
    { method, url, transport: 'http2', body: undefined, headers },
    isObject(signal) && isGenuine(signal, 'AbortSignal')
      ? (signal as unknown as AbortSignal)
      : undefined
  );
  return tap.refused ? undefined : follow(tap);
}

function follow(tap: Tap): Passage {
  return {
    threw: error => tap.failOutside(error),
    returned(stream) {
      tapClientStream(stream as ClientHttp2Stream, tap);
      return stream;
    },
  };
}
