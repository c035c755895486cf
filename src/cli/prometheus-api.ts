// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  QueryFailed,
  type Prometheus,
  type Sample,
  type Series,
} from '../slo/report/prometheus.ts';
import { printable } from '../slo/report/formats/printable.ts';
import { secondsOf } from '../slo/objectives/windows.ts';
import { UsageError } from './command.ts';

const PATIENCE_MS = 60_000;
const REDIRECTS = 5;
/** Statuses of a server or proxy that gave up on one query: usually a large one, or one too many. */
const GAVE_UP = new Set([408, 413, 422, 429, 500, 502, 503, 504]);
/** Codes of a connection that the server ended. */
const LOST = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/**
 * The HTTP API of Prometheus at a URL, which may have a path and credentials.
 *
 * @param patience milliseconds before a query that has no answer fails.
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export function prometheusAt(
  url: URL,
  at: Date,
  header: Readonly<Record<string, string>> = {},
  patience = PATIENCE_MS
): Prometheus {
  const base = new URL(url);
  const { username, password } = base;
  base.username = base.password = '';
  const headers: Record<string, string> = {
    ...(username !== '' && {
      authorization: `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`,
    }),
    ...header,
  };
  const time = at.getTime() / 1000;

  const ask = async (
    path: string,
    parameters: readonly (readonly [string, string])[] = [],
    method: 'GET' | 'POST' = 'POST'
  ): Promise<unknown> => {
    // Not resolved against the base: a path that begins with two slashes would name another host, which would get the
    // credentials.
    const target = new URL(base.origin);
    target.pathname = `${base.pathname.replace(/\/+$/, '')}/api/v1/${path}`;
    const where = target.href;
    const form = new URLSearchParams(Object.fromEntries(parameters));
    if (method === 'GET') target.search = form.toString();
    let response: Response;
    let text: string;
    try {
      response = await fetchHere(target, {
        headers,
        signal: AbortSignal.timeout(patience),
        // Expressions are longer than some servers take in a URL.
        ...(method === 'POST' && { method, body: form }),
      });
      text = await response.text();
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const { cause, name } = error as Error;
      if (name === 'TimeoutError') {
        throw new QueryFailed(`no answer within ${patience / 1000} s`);
      }
      const { code, message = name } = (cause ?? {}) as {
        code?: string;
        message?: string;
      };
      const why = code ?? message;
      if (code !== undefined && LOST.has(code)) {
        throw new QueryFailed(`the connection was lost (${code})`);
      }
      throw new UsageError(`${base.href}: cannot be reached (${why})`);
    }
    const answer = parsed(text);
    if (answer?.status === 'success') return answer.data;
    if (answer?.status === 'error' && typeof answer.error === 'string') {
      throw new QueryFailed(printable(answer.error));
    }
    if (GAVE_UP.has(response.status)) {
      throw new QueryFailed(`answered ${response.status}`);
    }
    // Other servers send an object as the error.
    const why =
      typeof answer?.error === 'string'
        ? printable(answer.error)
        : `answered ${response.status}, but not as Prometheus does`;
    throw new UsageError(`${where}: ${why}`);
  };

  return {
    async query(expression) {
      const data = await ask('query', [
        ['query', expression],
        ['time', String(time)],
      ]);
      return resultsOf(data).flatMap(({ metric, value }): Sample[] => {
        const number = Number(value?.[1]);
        return Number.isFinite(number)
          ? [{ labels: metric, value: number }]
          : [];
      });
    },
    async range(expression, seconds, step) {
      const data = await ask('query_range', [
        ['query', expression],
        ['start', String(time - seconds)],
        ['end', String(time)],
        ['step', String(step)],
      ]);
      return resultsOf(data).map(({ metric, values = [] }): Series => ({
        labels: metric,
        points: values
          .map(([when, text]) => [when, Number(text)] as const)
          .filter(([, value]) => Number.isFinite(value)),
      }));
    },
    async retention() {
      try {
        // The effective retention, whether it was set by a flag, by a configuration file, or not at all.
        const { storageRetention } = (await ask(
          'status/runtimeinfo',
          [],
          'GET'
        )) as { readonly storageRetention?: unknown };
        return retentionOf(String(storageRetention));
      } catch {
        // Other servers of this API do not have it.
        return undefined;
      }
    },
    async labelValues(label, selector, seconds) {
      try {
        const values = await ask(
          `label/${label}/values`,
          [
            ['match[]', selector],
            ['start', String(time - seconds)],
            ['end', String(time)],
          ],
          'GET'
        );
        return Array.isArray(values) ? values.map(String) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** Follows redirects within the host. A header of any name may hold credentials, so no other host is sent any. */
async function fetchHere(target: URL, init: RequestInit): Promise<Response> {
  let url = target;
  for (let left = REDIRECTS; left > 0; left--) {
    const response = await fetch(url, { ...init, redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) {
      return response;
    }
    await response.body?.cancel();
    const next = new URL(location, url);
    if (next.origin !== url.origin) {
      throw new UsageError(
        `${url.origin}: redirects to ${printable(next.origin)}. Headers and credentials are not sent to another host: give that URL if you trust it`
      );
    }
    url = next;
  }
  throw new UsageError(`${target.origin}: too many redirects`);
}

/** A percent sign in a password may be literal. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

interface Answer {
  readonly status?: unknown;
  readonly data?: unknown;
  readonly error?: unknown;
}

function parsed(text: string): Answer | undefined {
  try {
    const answer = JSON.parse(text) as Answer | null;
    return answer ?? undefined;
  } catch {
    return undefined;
  }
}

interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

function resultsOf(data: unknown): readonly Result[] {
  return (data as { result?: readonly Result[] }).result ?? [];
}

const LENGTHS: Readonly<Record<string, number>> = {
  w: 7 * 86_400,
  y: 365 * 86_400,
};

/** `15d`, `1y`, `1d12h or 10GiB`; without a time, data is kept as long as there is room. */
function retentionOf(text: string): number | undefined {
  let sum = 0;
  for (const [, count = '', unit = ''] of text.matchAll(
    /(\d+)([smhdwy])(?!s)/g
  )) {
    const length = LENGTHS[unit];
    sum +=
      length === undefined
        ? secondsOf(`${count}${unit}`)
        : Number(count) * length;
  }
  return sum === 0 ? undefined : sum;
}
