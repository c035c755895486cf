// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Context, Tracer } from '@opentelemetry/api';
import type { Call } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import { errorText } from '../error-text.ts';
import { errorTypeOf, type Outcome } from '../error-type.ts';
import { guarded, report } from '../guard.ts';
import { recordContent, recordException } from '../telemetry/content.ts';
import type { EventLogger } from '../telemetry/loggers.ts';
import type { CallMetrics, MeterSource } from '../telemetry/metrics.ts';
import type { SliCounter } from '../slo/sli/counter.ts';
import { tellOperation } from '../slo/sli/operation.ts';
import type { CallSpan } from '../telemetry/span.ts';
import type { CapturedContent } from './captured-content.ts';
import type { ResponseReader } from './response-reader.ts';

/** Where calls are reported. */
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
  /** Where the meters of what is no call of a model come from. */
  readonly meters?: MeterSource;
  /** Counts the events of the objectives, if there are any. */
  readonly sli?: SliCounter | undefined;
  /** The logger for events, when one is registered. */
  logger?(): EventLogger | undefined;
}

/** A call whose exchange is over. */
export interface EndedCall {
  readonly surroundings: {
    readonly config: ResolvedConfig;
    readonly telemetry: Telemetry;
    readonly info: GenAIRequestInfo;
    readonly content: CapturedContent | undefined;
  };
  readonly call: Call;
  readonly span: CallSpan;
  readonly caller: Context;
  readonly response: ResponseReader;
}

type Step = (ended: EndedCall, outcome: Outcome) => void;

/** The steps before the span ends, in their order. A step that fails is reported by its name, and the next ones are taken. */
const BEFORE: readonly (readonly [string, Step])[] = Object.entries<Step>({
  'read response': ({ response }) => response.end(),
  'error type': ({ call }, outcome) => {
    const errorType = errorTypeOf(call, outcome);
    if (errorType === undefined) return;
    call.errorType = errorType;
    if (outcome.kind === 'error') call.errorMessage = errorText(outcome.error);
  },
  content({ span, call, surroundings }) {
    const { config, telemetry, content, info } = surroundings;
    if (content === undefined) return;
    recordContent(span, call, content.take(call, info), {
      profile: config.profile,
      where: config.captureContent,
      logger: telemetry.logger?.(),
    });
  },
  /** Failures on the way, errors of the API, and rate limits. */
  exception({ span, call, surroundings: { config, telemetry } }, outcome) {
    if (call.errorType === undefined) return;
    const error = outcome.kind === 'error' ? outcome.error : undefined;
    recordException(span, call, error, config.profile, telemetry.logger?.());
  },
  responseHook({ span, call, surroundings: { config, info } }) {
    if (config.responseHook === undefined) return;
    const { status, errorType } = call;
    const response = { ...info, status, errorType };
    config.responseHook(span.span, response);
  },
});

const AFTER: readonly (readonly [string, Step])[] = Object.entries<Step>({
  /** No other producer measures it by our name. */
  cost: ({ call, surroundings }) =>
    surroundings.telemetry.metrics.recordCost(call),
  metrics: ({ call, span, surroundings }) =>
    surroundings.telemetry.metrics.record(call, span.measured),
  operation: ({ caller, call }) => tellOperation(caller, call),
  'lost span': ({ call, span, surroundings: { telemetry } }) =>
    span.recover?.(call, () =>
      telemetry.metrics.recordUnmeasured(call, span.measured)
    ),
});

/** Reads what was kept of a call, ends its span, and records it. */
export function endCall(ended: EndedCall, outcome: Outcome): void {
  try {
    take(BEFORE, ended, outcome);
  } finally {
    guarded('span', () => ended.span.end(ended.call));
  }
  take(AFTER, ended, outcome);
}

function take(
  steps: readonly (readonly [string, Step])[],
  ended: EndedCall,
  outcome: Outcome
): void {
  for (const [name, step] of steps) {
    try {
      step(ended, outcome);
    } catch (error) {
      report(name, error);
    }
  }
}
