// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../../call.ts';
import type { Match } from '../objectives/objective.ts';

/** The operation that asks for a stored response, again and again: no call of a model. */
export const POLL = 'fetch_response' satisfies Operation;

/** Whether an objective names the operation, and so counts it. */
export function aboutPolls({ operation }: Match): boolean {
  return operation?.includes(POLL) === true;
}
