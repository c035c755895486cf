// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Received } from '../../support/wire-server.ts';

/** An error as the application can tell it apart, causes included, ports taken out. */
export function describeError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) {
    return `thrown ${typeof error}: ${String(error)}`;
  }
  const { name, message, code, cause } = error as Record<string, unknown>;
  return {
    kind: error.constructor?.name,
    name,
    code,
    message: withoutPorts(String(message)),
    keys: Object.keys(error).sort(),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/** The outcome of something that may throw or reject, as a value. */
export async function outcomeOf(run: () => unknown): Promise<unknown> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error: describeError(error) };
  }
}

/** What the server saw of a request, without what differs from run to run by nature. */
export function describeReceived(received: Received): object {
  return {
    method: received.method,
    path: withoutPorts(received.path),
    headers: received.rawHeaders.map(text => withoutPorts(text)),
    trailers: received.trailers,
    body: withoutPorts(received.body.toString('latin1')).slice(0, 2000),
    bytes: received.body.length,
    outcome: received.outcome,
  };
}

export function withoutPorts(text: string): string {
  return text
    .replace(/(127\.0\.0\.1|localhost)(:|%(?:25)*3A)\d+/g, '$1$2PORT')
    .replace(/formdata-(undici|axios)-[\w-]+/g, 'formdata-$1-BOUNDARY')
    .replace(/rejection id: \d+/g, 'rejection id')
    .replace(/axios-[\d.]+-boundary-[\w-]+/g, 'axios-BOUNDARY');
}

/** Compares through JSON, in which an absent and an undefined member are the same. */
export function plainCopy(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'bigint'
        ? `${member}n`
        : member instanceof Map
          ? [...member]
          : member
    ) ?? 'null'
  );
}
