// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type HeaderLook, oneHeader } from '../headers/one-header.ts';
import { isObject, plainMember } from '../safe-reads.ts';

/** Where the arguments of `fetch` may have headers. */
export interface HeaderPlaces {
  readonly init: unknown;
  readonly request: Request | undefined;
}

/** Reads one header of a call of `fetch` that may not be ours. Nothing is read before it is asked for. */
export const headerOfFetch: HeaderLook = (places, name) => {
  const { init, request } = places as HeaderPlaces;
  const own = isObject(init) && plainMember(init, 'headers');
  return oneHeader(own || request?.headers, name);
};
