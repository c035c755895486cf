// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Any fetch: the global one, or that of a version of undici. */
export type Fetch = (input: any, init?: any) => Promise<globalThis.Response>;

export const post = {
  method: 'POST',
  body: '{"model":"example-model","messages":[]}',
  headers: { 'content-type': 'application/json', 'X-Mark': 'as given' },
};

export async function textOf(
  fetch: Fetch,
  url: string,
  init: object = post
): Promise<string> {
  return (await fetch(url, init)).text();
}

/** The sizes of what comes, one by one. */
export async function lengths(
  chunks: AsyncIterable<Uint8Array>
): Promise<number[]> {
  const sizes: number[] = [];
  for await (const chunk of chunks) sizes.push(chunk.length);
  return sizes;
}

/** How many microtasks pass until each promise is settled; those that start at once, in one turn. */
export async function ticksUntilSettled(
  start: () => Promise<unknown>
): Promise<number> {
  let ticks = 0;
  let settledAt = -1;
  const settled = (): void => void (settledAt = ticks);
  start().then(settled, settled);
  let tick = Promise.resolve();
  for (let index = 0; index < 200; index++) {
    tick = tick.then(() => void ticks++);
  }
  await tick;
  return settledAt;
}
