// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { TargetReport } from './report.ts';

/** Name of a target: `openai/gpt-4o`, and other labels that distinguish it. */
export function targetName({
  labels,
  from = {},
}: Pick<TargetReport, 'labels' | 'from'>): string {
  const names = Object.values(labels).map(name => (name === '' ? '?' : name));
  const others = Object.entries(from).map(
    ([name, value]) => `${name}=${value}`
  );
  return [names.length === 0 ? 'all' : names.join('/'), ...others].join(' ');
}
