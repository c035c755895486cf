// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Returns the texts of at most `limit` frames above `callee`, the nearest first. The application may have replaced
 * `Error.prepareStackTrace`, which then returns anything or throws, and may have frozen `Error` (`--frozen-intrinsics`);
 * its own settings are in force again afterwards. Empty if there is no readable stack. Never throws.
 */
export function framesAbove(
  callee: (...args: never[]) => unknown,
  limit: number
): string[] {
  const holder: { stack?: unknown } = {};
  try {
    const { prepareStackTrace, stackTraceLimit } = Error;
    try {
      set('stackTraceLimit', limit);
      set('prepareStackTrace', (_error: unknown, sites: unknown) => sites);
      Error.captureStackTrace(holder, callee);
      const { stack } = holder;
      const frames = typeof stack === 'string' ? linesOf(stack) : stack;
      return (frames as unknown[]).slice(0, limit).map(String);
    } finally {
      set('stackTraceLimit', stackTraceLimit);
      set('prepareStackTrace', prepareStackTrace);
    }
  } catch {
    return [];
  }
}

/** Sets a member of `Error`, unless it cannot be set. An assignment would throw. */
function set(name: keyof typeof Error, value: unknown): void {
  Reflect.set(Error, name, value);
}

function linesOf(stack: string): string[] {
  return stack
    .split('\n')
    .slice(1)
    .map(line => line.replace(/^\s*at /, ''));
}
