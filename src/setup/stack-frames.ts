// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** One frame of a stack. */
export interface StackFrame {
  /** As in a printed stack, without the leading `at`. */
  readonly text: string;
  readonly file: string | undefined;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/**
 * Returns at most `limit` frames above `callee`, the nearest first. The application may have replaced
 * `Error.prepareStackTrace`, which then returns anything or throws, and may have frozen `Error` (`--frozen-intrinsics`);
 * its own settings are in force again afterwards. Empty if there is no readable stack. Never throws.
 */
export function framesAbove(
  callee: (...args: never[]) => unknown,
  limit: number
): StackFrame[] {
  const holder: { stack?: unknown } = {};
  try {
    const { prepareStackTrace, stackTraceLimit } = Error;
    try {
      set('stackTraceLimit', limit);
      set('prepareStackTrace', (_error: unknown, sites: unknown) => sites);
      Error.captureStackTrace(holder, callee);
      return framesOf(holder.stack).slice(0, limit);
    } finally {
      set('stackTraceLimit', stackTraceLimit);
      set('prepareStackTrace', prepareStackTrace);
    }
  } catch {
    return [];
  }
}

/** Sets a member of `Error`, unless it cannot be set. An assignment would throw. */
function set(name: 'prepareStackTrace' | 'stackTraceLimit', value: unknown) {
  Reflect.set(Error, name, value);
}

function framesOf(stack: unknown): StackFrame[] {
  if (typeof stack === 'string') {
    return stack.split('\n').slice(1).map(textFrame);
  }
  return Array.isArray(stack) ? (stack as Site[]).map(siteFrame) : [];
}

/** The types leave out that a call site has a text of its own. */
type Site = NodeJS.CallSite & { toString(): string };

function siteFrame(site: Site): StackFrame {
  return {
    text: site.toString(),
    file: site.getFileName() ?? undefined,
    line: site.getLineNumber() ?? 1,
    column: site.getColumnNumber() ?? 1,
  };
}

function textFrame(line: string): StackFrame {
  const text = line.replace(/^\s*at /, '');
  const place = /^(?:.*? \()?(.+):(\d+):(\d+)\)?$/.exec(text);
  return {
    text,
    file: place?.[1],
    line: Number(place?.[2] ?? 1),
    column: Number(place?.[3] ?? 1),
  };
}
