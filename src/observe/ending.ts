// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Context, Tracer } from '@opentelemetry/api';
import type { Call } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import { errorText } from '../error-text.ts';
import { errorTypeOf, type Outcome } from '../error-type.ts';
import { report } from '../guard.ts';
import { recordContent, recordException } from '../telemetry/content.ts';
import type { EventLogger } from '../telemetry/loggers.ts';
import type { CallMetrics, MeterSource } from '../telemetry/metrics.ts';
import type { SliCounter } from '../slo/sli/counter.ts';
import { tellOperation } from '../slo/sli/operation.ts';
import type { CallSpan } from '../telemetry/span.ts';
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
