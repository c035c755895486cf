// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { EXECUTE_TOOL } from '../../semconv/mcp.ts';

/** The operation of calls of tools. */
export const TOOL = EXECUTE_TOOL;

/**
 * Whether an objective is about calls of tools, which have a histogram of their own and neither provider nor model. One that
 * does not name their operation, and nothing else, does not count them.
 */
export function aboutTools({
  operation = [],
}: {
  readonly operation?: string | readonly string[] | undefined;
}): boolean {
  const names = typeof operation === 'string' ? [operation] : operation;
  return names.length > 0 && names.every(name => name === TOOL);
}
