// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { report, reportText } from '../guard.ts';
import { runInHook } from './suppression.ts';
import { withoutSecrets } from './public-url.ts';

type Hook<A extends unknown[], R> = (...args: A) => R;

/**
 * Makes a user's hook safe to call. The result is that of the hook, or `undefined` if the hook throws or returns a promise;
 * both are reported once. The last argument of every hook describes the request; the hook gets a copy of it whose URL has
 * no secrets.
 */
export function safeHook<A extends [...unknown[], { readonly url: URL }], R>(
  name: string,
  hook: Hook<A, R>
): Hook<A, R | undefined> {
  return (...args) =>
    runInHook(() => {
      try {
        return settled(name, hook(...withPublicUrl(args)));
      } catch (error) {
        report(name, error);
        return undefined;
      }
    });
}

function withPublicUrl<A extends [...unknown[], { readonly url: URL }]>(
  args: A
): A {
  const info = args[args.length - 1] as { readonly url: URL };
  return [
    ...args.slice(0, -1),
    { ...info, url: withoutSecrets(info.url) },
  ] as unknown as A;
}

/** The result of a hook, unless it is a promise. A promise is not awaited, and its rejection must not reach the application. */
function settled<R>(name: string, result: R): R | undefined {
  const { then } = (result ?? {}) as { then?: unknown };
  if (typeof then !== 'function') return result;
  Promise.resolve(result).then(undefined, () => {});
  reportText(name, 'it returned a promise; hooks must not be async');
  return undefined;
}
