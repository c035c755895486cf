// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { types } from 'node:util';
import { isGenuine, isNamed, itemNamed } from '../safe-reads.ts';

/** Reads one header, by its lower-case name, of a request that may not be ours. */
export type HeaderLook = (headers: unknown, name: string) => unknown;

/**
 * Reads one header from headers in any form that clients accept, without parsing the others: this runs for every POST of
 * the process whose path is not recognised. `undefined` if the header is missing, or if reading it could run application
 * code.
 *
 * @param name in lower case.
 */
export function oneHeader(headers: unknown, name: string): string | undefined {
  if (typeof headers === 'string') return headerInLines(headers, name);
  if (typeof headers !== 'object' || headers === null) return undefined;
  if (types.isProxy(headers)) return undefined;
  if (Array.isArray(headers)) return asText(itemNamed(headers, name));
  if (isGenuine(headers, 'Headers')) {
    return (headers as Headers).get(name) ?? undefined;
  }
  if (types.isMap(headers)) return undefined;
  for (const key of Object.keys(headers)) {
    if (!isNamed(key, name)) continue;
    return asText(Object.getOwnPropertyDescriptor(headers, key)?.value);
  }
  return undefined;
}

/** The header lines of a message, as undici 5 stores them. */
function headerInLines(lines: string, name: string): string | undefined {
  for (let at = 0; at < lines.length;) {
    const found = lines.indexOf('\r\n', at);
    const end = found === -1 ? lines.length : found;
    const colon = at + name.length;
    if (lines[colon] === ':' && isNamed(lines.slice(at, colon), name)) {
      return lines.slice(colon + 1, end).trim();
    }
    at = end + 2;
  }
  return undefined;
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  return Array.isArray(value) && typeof value[0] === 'string'
    ? value[0]
    : undefined;
}
