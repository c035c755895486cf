// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag, type Context, type Tracer } from '@opentelemetry/api';
import type { Call } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import { errorText } from '../error-text.ts';
import {
  type Ended,
  isTimeout,
  OTHER,
  type Outcome,
  thrownErrorType,
} from '../error-type.ts';
import { report } from '../guard.ts';
import { recordContent, recordException } from '../telemetry/content.ts';
import type { CallMetrics } from '../telemetry/metrics.ts';
import type { EventLogger, MeterSource } from '../telemetry/providers.ts';
import type { SliCounter } from '../slo/sli/counter.ts';
import { OPERATION, type Operation } from '../slo/sli/operation.ts';
import type { CallSpan } from '../telemetry/call-span.ts';
import type { CapturedContent } from './captured-content.ts';
import type { ResponseReader } from './response-reader.ts';

/** The targets to which calls are reported. */
export interface Telemetry {
  tracer(): Tracer;
  readonly metrics: Pick<
    CallMetrics,
    | 'begin'
    | 'expect'
    | 'recordChunks'
    | 'record'
    | 'recordUnmeasured'
    | 'recordCost'
  >;
  /** Source of the meters for operations other than calls of models. */
  readonly meters?: MeterSource;
  /** Counts the events of the objectives, if there are any. */
  readonly sli?: SliCounter | undefined;
  /** The logger for events, when one is registered. */
  logger?(): EventLogger | undefined;
}

/** A call whose exchange is over. */
export interface EndedCall {
  readonly config: ResolvedConfig;
  readonly telemetry: Telemetry;
  /** Holds prompts and answers, if they are captured. */
  readonly content: Pick<CapturedContent, 'take'> | undefined;
  readonly call: Call;
  readonly span: CallSpan;
  readonly caller: Context;
  readonly response: Pick<ResponseReader, 'end'>;
  /** The call in the form that is passed to users' hooks. */
  info(): GenAIRequestInfo;
}

interface Step {
  readonly name: string;
  take(ended: EndedCall, outcome: Outcome): void;
}

/** The steps before the span ends, in order. If a step fails, its name is reported and the next steps run. */
const BEFORE: readonly Step[] = [
  {
    name: 'assumed provider',
    take: ({ call }) => reportAssumedProvider(call),
  },
  { name: 'read response', take: ({ response }) => response.end() },
  {
    name: 'error type',
    take({ call }, outcome) {
      const errorType = errorTypeOf(call, outcome);
      if (errorType === undefined) return;
      call.errorType = errorType;
      if (outcome.kind === 'error')
        call.errorMessage = errorText(outcome.error);
    },
  },
  {
    name: 'content',
    take(ended) {
      const { span, call, config, telemetry, content } = ended;
      if (content === undefined) return;
      recordContent(span, call, content.take(call, ended.info()), {
        profile: config.profile,
        where: config.captureContent,
        logger: telemetry.logger?.(),
      });
    },
  },
  {
    // Failed exchanges, errors of the API, and rate limits.
    name: 'exception',
    take({ span, call, config, telemetry }, outcome) {
      if (call.errorType === undefined) return;
      const error = outcome.kind === 'error' ? outcome.error : undefined;
      recordException(span, call, error, config.profile, telemetry.logger?.());
    },
  },
  {
    name: 'responseHook',
    take(ended) {
      const { span, call, config } = ended;
      if (config.responseHook === undefined) return;
      const { status, errorType } = call;
      config.responseHook(span.span, { ...ended.info(), status, errorType });
    },
  },
];

const AFTER: readonly Step[] = [
  {
    // No other producer records this metric.
    name: 'cost',
    take: ({ call, telemetry }) => telemetry.metrics.recordCost(call),
  },
  {
    name: 'metrics',
    take: ({ call, span, telemetry }) =>
      telemetry.metrics.record(call, span.measured),
  },
  {
    name: 'operation',
    take: ({ caller, call }) => tellOperation(caller, call),
  },
  {
    name: 'lost span',
    take: ({ call, span, telemetry }) =>
      span.recover?.(call, () =>
        telemetry.metrics.recordUnmeasured(call, span.measured)
      ),
  },
];

/** Reads the kept data of a call, ends its span, and records its metrics. */
export function endCall(ended: EndedCall, outcome: Outcome): void {
  try {
    take(BEFORE, ended, outcome);
  } finally {
    try {
      ended.span.end(ended.call);
    } catch (error) {
      report('span', error);
    }
  }
  take(AFTER, ended, outcome);
}

function take(
  steps: readonly Step[],
  ended: EndedCall,
  outcome: Outcome
): void {
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step;
    try {
      step.take(ended, outcome);
    } catch (error) {
      report(step.name, error);
    }
  }
}

/** Notes in the operation that a call belongs to how the call ended. */
export function tellOperation(
  caller: Context,
  call: { readonly errorType?: string; readonly status?: number }
): void {
  const operation = caller.getValue(OPERATION) as Operation | undefined;
  if (operation === undefined) return;
  operation.errorType = call.errorType;
  operation.status = call.status;
}

/**
 * `error.type` of a call that failed, `undefined` for one that did not: the provider's code or type, else the HTTP
 * status, else a code or name of the failure. Never free text.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/general/recording-errors.md
 */
export function errorTypeOf(call: Ended, outcome: Outcome): string | undefined {
  const { status, response } = call;
  const said = response.errorType;
  if (said !== undefined && said !== OTHER) return said;
  if (status !== undefined && status >= 400) return String(status);
  if (said !== undefined) return said;
  if (outcome.kind === 'end') return undefined;
  if (outcome.kind === 'error') {
    return response.complete === true
      ? undefined
      : thrownErrorType(outcome.error);
  }
  // Leaving after the stream's last word is not leaving early.
  if (response.complete === true) return undefined;
  return isTimeout(call, outcome) ? 'timeout' : 'aborted';
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
