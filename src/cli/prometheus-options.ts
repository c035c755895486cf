// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Prometheus } from '../slo/report/prometheus.ts';
import {
  text,
  UsageError,
  type CommandOption,
  type Values,
} from './command.ts';
import { prometheusAt } from './prometheus-api.ts';

export const HEADER: CommandOption = {
  type: 'string',
  value: "'NAME: VALUE'",
  help: 'a header of every request, as in Authorization: Bearer …',
};

/** The Prometheus of the options `prometheus` and `header`, and its address without credentials. */
export function prometheusOf(
  values: Values,
  at: Date
): { readonly prometheus: Prometheus; readonly source: string } {
  const url = urlOf(text(values, 'prometheus'));
  const source = new URL(url);
  source.username = source.password = '';
  return {
    prometheus: prometheusAt(url, at, headerOf(text(values, 'header'))),
    source: source.href,
  };
}

function urlOf(given: string): URL {
  const url = tryUrl(given);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(
    `--prometheus: ${JSON.stringify(withoutCredentials(given))} was given; allowed: a URL, as in http://127.0.0.1:9090`
  );
}

/** A text without a scheme is not a URL, but may still hold a password. */
function withoutCredentials(given: string): string {
  return given.replace(/^.*@/s, '***@');
}

function tryUrl(given: string): URL | undefined {
  try {
    return new URL(given);
  } catch {
    return undefined;
  }
}

function headerOf(given: string): Record<string, string> {
  if (given === '') return {};
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+): *(.*)$/.exec(given) ?? [];
  if (name !== undefined && value !== undefined) return { [name]: value };
  throw new UsageError(
    "--header: the given value is not a header; allowed: 'NAME: VALUE'"
  );
}
