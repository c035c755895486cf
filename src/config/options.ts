// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Span } from '@opentelemetry/api';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';
import type { CallContent } from '../call.ts';
import type { CaptureContent } from './content-option.ts';
import type { CostOptions } from '../cost/cost-option.ts';
import type { Objectives } from '../slo/objectives/objective.ts';
import type { ObjectivesInput } from '../slo/objectives/objective-input.ts';
import type { ProviderDefinition } from '../recognise/providers.ts';

/** A request as hooks see it: never its body, never its headers. */
export interface GenAIRequestInfo {
  readonly method: string;
  readonly url: URL;
  readonly provider: string;
  readonly operation: string;
}

/** A response as hooks see it. */
export interface GenAIResponseInfo extends GenAIRequestInfo {
  readonly status: number | undefined;
  readonly errorType: string | undefined;
}

/** Options of the instrumentation. Code beats environment beats default; what does not fit is refused. */
export interface GenAIInstrumentationConfig extends InstrumentationConfig {
  /** Version of the GenAI conventions that is emitted: the last released one, the development, or both. Default `v1.41`. */
  semconv?: 'v1.41' | 'latest' | 'both';
  /** Hosts of gateways and other providers, and what they speak; they go before the built-in table. Made by `defineProvider`. */
  providers?: string | readonly ProviderDefinition[];
  /** Attributes that metrics may carry. Default: those of the conventions, without `openai.response.system_fingerprint`. */
  metricAttributes?: readonly string[];
  /** Distinct model names on metrics before the rest become `_OTHER`. Default 50. */
  maxModels?: number;
  /**
   * Prices the usage that providers report, in USD: `true` by `@pydantic/genai-prices`, which must be installed; `prices` of
   * one's own go before it. Default false.
   */
  cost?: boolean | string | CostOptions;
  /**
   * Objectives, or the path of a file of them: their thresholds become boundaries of the histograms, and the counter
   * `genai.slo.events` counts what they are about. `false`: none, whatever the environment says. Default none.
   */
  slo?: string | Objectives | ObjectivesInput | false;
  /** Record the time between the chunks of a stream, which is one measurement for each. Default true. */
  chunkMetrics?: boolean;
  /** Record the metrics of our own, `genai.client.*` (active requests, rate limits, retry-after). Default true. */
  ownMetrics?: boolean;
  /** Bound of captured content, in bytes: no content of a longer message list, answer or stream is recorded. Default 4 MiB. */
  maxBodyBytes?: number;
  /**
   * Treatment of a call that already has an inference span of another producer (an SDK that traces itself, an instrumentation of
   * client classes): `enrich` adds the missing attributes to that span, `separate` makes a span of ours below it. Default `enrich`.
   */
  duplicates?: 'enrich' | 'separate';
  /**
   * Records prompts and answers: as attributes of the span, of the event `gen_ai.client.inference.operation.details`, or of
   * both. Default `none`.
   */
  captureContent?: CaptureContent;
  /**
   * Sees what was said in a call before anything of it is recorded. What it returns is recorded; nothing when it returns
   * nothing, or throws. It must not be async.
   */
  contentHook?: (
    content: CallContent,
    request: GenAIRequestInfo
  ) => CallContent | undefined | null;
  /** Bound of what is recorded of the content of one call, in bytes of JSON; longer texts are cut. Default 64 KiB. */
  maxContentBytes?: number;
  /** Leaves requests out: no span, no measurement. */
  ignoreRequest?: (request: GenAIRequestInfo) => boolean;
  /** Called when the span has begun. */
  requestHook?: (span: Span, request: GenAIRequestInfo) => void;
  /** Called when the call has ended, before the span ends. */
  responseHook?: (span: Span, response: GenAIResponseInfo) => void;
}

/** One option: how it is set, what it is when it is not, and what docs/reference/options.md says of it. */
interface OptionRow {
  readonly option: keyof GenAIInstrumentationConfig;
  readonly environment: string;
  readonly default: string;
  readonly meaning: string;
}

/** The options, in the order of docs/reference/options.md, whose table is generated from them. */
export const OPTIONS = [
  {
    option: 'semconv',
    environment:
      '`OTEL_INSTRUMENTATION_GENAI_SEMCONV`, or `OTEL_SEMCONV_STABILITY_OPT_IN` with `gen_ai_latest_experimental`, or `gen_ai/dup` for both',
    default: '`v1.41`',
    meaning:
      'version of the GenAI conventions that is emitted: `v1.41`, `latest`, `both`',
  },
  {
    option: 'providers',
    environment: 'OTEL_INSTRUMENTATION_GENAI_PROVIDERS',
    default: '[the table](docs/reference/providers.md)',
    meaning:
      'hosts of gateways: `defineProvider(…)` in code, `host[:port]=provider,…` in the environment',
  },
  {
    option: 'metricAttributes',
    environment: 'OTEL_INSTRUMENTATION_GENAI_METRIC_ATTRIBUTES',
    default: "the conventions'",
    meaning: 'allow-list of attributes on metrics',
  },
  {
    option: 'maxModels',
    environment: 'OTEL_INSTRUMENTATION_GENAI_MAX_MODELS',
    default: '50',
    meaning: 'distinct model names on metrics before the rest become `_OTHER`',
  },
  {
    option: 'cost',
    environment: 'OTEL_INSTRUMENTATION_GENAI_COST',
    default: '`false`',
    meaning:
      'price the reported usage: `true`, or in the environment the path of a [file of prices](docs/cost.md), in code `{ prices, library }`',
  },
  {
    option: 'slo',
    environment: 'OTEL_INSTRUMENTATION_GENAI_SLO',
    default: '',
    meaning:
      '[objectives](docs/slo.md): the path of their file, or in code the objectives themselves; their thresholds become boundaries of the histograms',
  },
  {
    option: 'chunkMetrics',
    environment: 'OTEL_INSTRUMENTATION_GENAI_CHUNK_METRICS',
    default: '`true`',
    meaning: 'record the time between the chunks of a stream',
  },
  {
    option: 'ownMetrics',
    environment: 'OTEL_INSTRUMENTATION_GENAI_OWN_METRICS',
    default: '`true`',
    meaning:
      "record this package's own metrics: `genai.client.active_requests`, `.ratelimit.remaining`, `.retry_after`",
  },
  {
    option: 'maxBodyBytes',
    environment: 'OTEL_INSTRUMENTATION_GENAI_MAX_BODY_BYTES',
    default: '4 MiB',
    meaning:
      'limit of the content that is read: no content of a longer message list, answer or stream is recorded',
  },
  {
    option: 'duplicates',
    environment: 'OTEL_INSTRUMENTATION_GENAI_DUPLICATES',
    default: '`enrich`',
    meaning:
      "for a call inside another producer's inference span: `enrich` that span, or create a `separate` one below it",
  },
  {
    option: 'captureContent',
    environment: 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
    default: '`none`',
    meaning:
      'record prompts and answers on the `span`, on the `event`, or on `both`; in the environment `NO_CONTENT`, `SPAN_ONLY`, `EVENT_ONLY`, `SPAN_AND_EVENT`, `true` (the span), `false`: [privacy](docs/privacy.md)',
  },
  {
    option: 'contentHook',
    environment: '',
    default: '',
    meaning:
      'function that can change or drop prompts and answers before they are recorded',
  },
  {
    option: 'maxContentBytes',
    environment: 'OTEL_INSTRUMENTATION_GENAI_MAX_CONTENT_BYTES',
    default: '64 KiB',
    meaning: 'limit of the content that is recorded for one call',
  },
  {
    option: 'ignoreRequest',
    environment: '',
    default: '',
    meaning: 'function that excludes requests',
  },
  {
    option: 'requestHook',
    environment: '',
    default: '',
    meaning: 'function that is called with the span when it begins',
  },
  {
    option: 'responseHook',
    environment: '',
    default: '',
    meaning: 'function that is called with the span before it ends',
  },
  {
    option: 'enabled',
    environment:
      '`OTEL_NODE_DISABLED_INSTRUMENTATIONS` with `genai` in it, or `OTEL_INSTRUMENTATION_GENAI_ENABLED`',
    default: '`true`',
    meaning: 'whether calls are observed at all',
  },
] as const satisfies readonly OptionRow[];

/** The variable that holds an option, if there is one: functions can be given in code only. */
export function variableOf(
  option: keyof GenAIInstrumentationConfig
): string | undefined {
  const row = OPTIONS.find(one => one.option === option);
  return /OTEL_INSTRUMENTATION_GENAI_\w+/.exec(row?.environment ?? '')?.[0];
}
