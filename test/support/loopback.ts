// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { AddressInfo, Server } from 'node:net';

/** Starts a server on a port of the loopback that nobody uses. @returns its origin */
export async function listenOnLoopback(
  server: Server,
  scheme: string
): Promise<string> {
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return `${scheme}://127.0.0.1:${port}`;
}

type Query = Readonly<Record<string, string | number>>;

/** Creates the function that says the URL of a kind of answer: `ORIGIN/KIND/PATH?QUERY`. */
export function urlsBelow(
  origin: string,
  path: string
): (kind: string, query?: Query) => string {
  return (kind, query = {}) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      parameters.set(name, String(value));
    }
    const search = parameters.toString();
    return `${origin}/${kind}${path}${search && `?${search}`}`;
  };
}

/** The answers or connections of a server that are not over yet. */
export class Unsettled {
  private readonly open = new Set<object>();
  private wake = (): void => {};

  add(one: object): void {
    this.open.add(one);
  }

  delete(one: object): void {
    this.open.delete(one);
    if (this.open.size === 0) this.wake();
  }

  /** Waits until all are over, or until the time is. */
  settled(milliseconds: number): Promise<void> {
    return new Promise<void>(resolve => {
      if (this.open.size === 0) return resolve();
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
