// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'node:module';
import type { Kit } from '../support/transcript.ts';

const require = createRequire(import.meta.url);
const nodeMajor = Number(process.versions.node.split('.')[0]);

/** One version of npm undici, and a dispatcher of its own for the run. */
export interface Undici {
  readonly version: number;
  readonly undici: any;
  readonly dispatcher: any;
}

export interface UndiciVersion {
  readonly name: string;
  readonly version: number;
  /** Why it cannot be loaded here. */
  readonly skip: string | false;
}

export const undiciVersions: readonly UndiciVersion[] = [
  { name: 'undici5', version: 5, skip: false },
  { name: 'undici6', version: 6, skip: false },
  { name: 'undici', version: 7, skip: false },
  {
    name: 'undici8',
    version: 8,
    skip: nodeMajor < 22 && 'needs Node.js 22',
  },
];

/** The package of the undici that this Node.js has within: fetch takes its dispatchers. */
export const bundledUndici = undiciVersions.find(
  ({ version, skip }) =>
    !skip && process.versions['undici']?.startsWith(`${version}.`)
);

export function loadUndici({ name }: UndiciVersion): any {
  return require(name) as unknown;
}

/** `hooked`: the wire is shown the module, as an instrumentation does when it is required. */
export function undiciKit(
  found: UndiciVersion,
  hooked = true,
  options: object = {}
): Kit<Undici> {
  return {
    open(wire) {
      const undici = loadUndici(found);
      if (hooked) wire.watchUndici(undici);
      const dispatcher = new undici.Agent(options);
      return { version: found.version, undici, dispatcher };
    },
    close: ({ dispatcher }) => dispatcher.destroy() as unknown,
  };
}

export const question = '{"model":"example-model","messages":[]}';

/** What undici's calls take for a POST. */
export function posting({ dispatcher }: Undici, more: object = {}): any {
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST', body: question, headers, dispatcher, ...more };
}

export async function request(
  client: Undici,
  url: string,
  more: object = {}
): Promise<any> {
  return client.undici.request(url, posting(client, more));
}

export async function textOf(
  client: Undici,
  url: string,
  more: object = {}
): Promise<string> {
  return (await request(client, url, more)).body.text();
}

/** A handler of either generation that writes down what it is told; resolves at the end. */
export function storyHandler(old: boolean): {
  handler: any;
  story: unknown[];
  done: Promise<unknown[]>;
} {
  const story: unknown[] = [];
  let finish = (_story: unknown[]): void => {};
  const done = new Promise<unknown[]>(resolve => {
    finish = resolve;
  });
  const close = (...last: unknown[]): void => {
    story.push(last);
    finish(story);
  };
  const failed = (error: any): void => close('error', error?.code, error?.name);
  const handler = old
    ? {
        onConnect: () => void story.push('connect'),
        onHeaders: (status: number) => {
          story.push(['head', status]);
          return true;
        },
        onData: (chunk: Buffer) => {
          story.push(['data', chunk.length]);
          return true;
        },
        onComplete: () => close('end'),
        onError: failed,
      }
    : {
        onRequestStart: () => void story.push('connect'),
        onResponseStart: (_: unknown, status: number) =>
          void story.push(['head', status]),
        onResponseData: (_: unknown, chunk: Buffer) =>
          void story.push(['data', chunk.length]),
        onResponseEnd: () => close('end'),
        onResponseError: (_: unknown, error: unknown) => failed(error),
      };
  return { handler, story, done };
}

/** What `dispatch()` takes for a POST. */
export function dispatchTarget(url: string): any {
  const { origin, pathname, search } = new URL(url);
  const headers = { 'content-type': 'application/json' };
  const path = pathname + search;
  return { origin, path, method: 'POST', body: question, headers };
}
