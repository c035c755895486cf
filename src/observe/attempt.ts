// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag } from '@opentelemetry/api';
import type { Call, LimitKind, Limits, RequestFacts } from '../call.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import type { Recognised } from '../recognise/recognise.ts';
import type { Exchange, HeaderReader } from '../wire/exchange.ts';

/** Creates the record of a call that begins. */
export function beginCall(
  { url, header, socketPath }: Exchange,
  {
    provider,
    providerAssumed,
    operation,
  }: Pick<Recognised, 'provider' | 'providerAssumed' | 'operation'>,
  request: RequestFacts
): Call {
  return {
    provider,
    providerAssumed: providerAssumed === true,
    operation: request.operation ?? operation,
    serverAddress: socketPath ?? url.hostname,
    serverPort: socketPath === undefined ? portOf(url) : undefined,
    resendCount: resendCount(header),
    request,
    response: {},
    times: { start: performance.now() },
    chunkIntervals: [],
  };
}

/** A request in the form that is passed to users' hooks. */
export function infoOf(
  { method, url }: Pick<Exchange, 'method' | 'url'>,
  { provider, operation }: Pick<Recognised, 'provider' | 'operation'>
): GenAIRequestInfo {
  return { method, url, provider, operation };
}

/** Port of a URL, also if it is the default port. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}

/**
 * The number of earlier attempts: 0 for the first one, and if the client does not send the number. The SDKs of OpenAI and
 * Anthropic count retries; the AWS SDK counts attempts from 1: `attempt=2; max=3`.
 */
export function resendCount(header: HeaderReader): number {
  const repetitions = header('x-stainless-retry-count');
  if (repetitions !== undefined) return count(repetitions);
  const attempt = header('amz-sdk-request');
  if (attempt === undefined) return 0;
  const found = /\battempt=(\d+)/.exec(attempt)?.[1];
  return count(Number(found ?? 1) - 1);
}

function count(text: string | number): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** The client's own time limit for one attempt, in seconds, which the SDKs of OpenAI and Anthropic send. */
export function clientTimeout(header: HeaderReader): number | undefined {
  const limit = header('x-stainless-timeout');
  const seconds = limit === undefined ? NaN : Number(limit);
  return Number.isFinite(seconds) ? seconds : undefined;
}

/**
 * Headers with the remaining limits, by kind; the first one that is present is used. OpenAI and compatible APIs; Anthropic,
 * which counts input and output separately and also sends their sum.
 *
 * @see https://platform.openai.com/docs/guides/rate-limits
 * @see https://docs.anthropic.com/en/api/rate-limits
 */
const REMAINING: Readonly<Record<LimitKind, readonly string[]>> = {
  requests: [
    'x-ratelimit-remaining-requests',
    'anthropic-ratelimit-requests-remaining',
  ],
  tokens: [
    'x-ratelimit-remaining-tokens',
    'anthropic-ratelimit-tokens-remaining',
    'anthropic-ratelimit-output-tokens-remaining',
    'anthropic-ratelimit-input-tokens-remaining',
  ],
};

const NO_LIMITS: Limits = Object.freeze({ remaining: Object.freeze({}) });

/** Reads the headers of a response. Leaves out missing values and those that are no numbers. */
export function readLimits(
  header: HeaderReader,
  now: number = Date.now()
): Limits {
  const requests = firstAmount(header, REMAINING.requests);
  const tokens = firstAmount(header, REMAINING.tokens);
  const retryAfter = readRetryAfter(header, now);
  if (
    requests === undefined &&
    tokens === undefined &&
    retryAfter === undefined
  ) {
    return NO_LIMITS;
  }
  const remaining: Partial<Record<LimitKind, number>> = {};
  if (requests !== undefined) remaining.requests = requests;
  if (tokens !== undefined) remaining.tokens = tokens;
  return retryAfter === undefined ? { remaining } : { remaining, retryAfter };
}

function firstAmount(
  header: HeaderReader,
  names: readonly string[]
): number | undefined {
  for (let index = 0; index < names.length; index++) {
    const value = amount(header(names[index] as string));
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * Seconds to wait: from OpenAI's header in milliseconds, which is more exact, else from the standard one in seconds or as a
 * date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function readRetryAfter(header: HeaderReader, now: number): number | undefined {
  const milliseconds = amount(header('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds / 1000;
  const text = header('retry-after');
  const seconds = amount(text);
  if (seconds !== undefined || text === undefined) return seconds;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

function amount(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text)
    ? Number(text)
    : undefined;
}

/** Maximum number of hosts that are remembered and reported; a process calls only a few. */
const MAX_HOSTS = 100;
const reported = new Set<string>();
/** The last checked host: comparing it is cheaper than building and hashing its name. */
let lastAddress: string | undefined;
let lastPort: number | undefined;

/** Reports once for each unknown host which provider its calls are attributed to, and how to name the host. */
export function reportAssumedProvider({
  provider,
  providerAssumed,
  serverAddress,
  serverPort,
}: Call): void {
  if (providerAssumed !== true) return;
  if (serverAddress === lastAddress && serverPort === lastPort) return;
  lastAddress = serverAddress;
  lastPort = serverPort;
  const host =
    serverPort === undefined ? serverAddress : `${serverAddress}:${serverPort}`;
  if (reported.has(host) || reported.size >= MAX_HOSTS) return;
  reported.add(host);
  diag.info(
    `GenAI: ${host} is in no table of providers. Its calls are reported as ${provider}, because they use that provider's format. ` +
      `To name the host, set the option providers, or OTEL_INSTRUMENTATION_GENAI_PROVIDERS=${host}=<name>.`
  );
}
