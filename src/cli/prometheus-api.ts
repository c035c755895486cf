// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Prometheus, Sample, Series } from '../slo/report/prometheus.ts';
import { secondsOf } from '../slo/objectives/windows.ts';
import { UsageError } from './command.ts';

const PATIENCE_MS = 60_000;

/**
 * The HTTP API of Prometheus at a URL, which may have a path and credentials.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export function prometheusAt(
  url: URL,
  at: Date,
  header: Readonly<Record<string, string>> = {}
): Prometheus {
  const base = new URL(url);
  const { username, password } = base;
  base.username = base.password = '';
  const headers: Record<string, string> = {
    ...(username !== '' && {
      authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`,
    }),
    ...header,
  };
  const time = at.getTime() / 1000;

  const ask = async (
    path: string,
    form?: Readonly<Record<string, string>>
  ): Promise<unknown> => {
    // Not relative to the base: a path of two slashes would be another host, which would be sent the credentials.
    const target = new URL(base.origin);
    target.pathname = `${base.pathname.replace(/\/+$/, '')}/api/v1/${path}`;
    let response: Response;
    let text: string;
    try {
      response = await fetch(target, {
        headers,
        signal: AbortSignal.timeout(PATIENCE_MS),
        // Expressions are longer than some take in a URL.
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      });
      text = await response.text();
    } catch (error) {
      const { cause, name } = error as Error;
      const { code, message = name } = (cause ?? {}) as {
        code?: string;
        message?: string;
      };
      const why = code ?? message;
      throw new UsageError(`${base.href}: cannot be reached (${why})`);
    }
    const answer = parsed(text);
    if (answer?.status === 'success') return answer.data;
    // Others say an error by an object.
    const why =
      typeof answer?.error === 'string'
        ? answer.error
        : `answered ${response.status}, and not as Prometheus does`;
    throw new UsageError(`${target.href}: ${why}`);
  };

  return {
    async query(expression) {
      const data = await ask('query', {
        query: expression,
        time: String(time),
      });
      return resultsOf(data).flatMap(({ metric, value }): Sample[] => {
        const number = Number(value?.[1]);
        return Number.isFinite(number)
          ? [{ labels: metric, value: number }]
          : [];
      });
    },
    async range(expression, seconds, step) {
      const data = await ask('query_range', {
        query: expression,
        start: String(time - seconds),
        end: String(time),
        step: String(step),
      });
      return resultsOf(data).map(({ metric, values = [] }): Series => ({
        labels: metric,
        points: values
          .map(([when, text]) => [when, Number(text)] as const)
          .filter(([, value]) => Number.isFinite(value)),
      }));
    },
    async retention() {
      try {
        // What holds, whether a flag said it, the configuration file of newer ones, or nobody.
        const { storageRetention } = (await ask('status/runtimeinfo')) as {
          readonly storageRetention?: unknown;
        };
        return retentionOf(String(storageRetention));
      } catch {
        // Others that speak the API do not tell.
        return undefined;
      }
    },
  };
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

/** `15d`, `1y`, `1d12h or 10GiB`; without a time it is for as long as there is room. */
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
