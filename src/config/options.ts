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

/** A request as hooks receive it, without its body and headers. */
export interface GenAIRequestInfo {
  readonly method: string;
  readonly url: URL;
  readonly provider: string;
  readonly operation: string;
}

/** A response as hooks receive it. */
export interface GenAIResponseInfo extends GenAIRequestInfo {
  readonly status: number | undefined;
  readonly errorType: string | undefined;
}

/** Options of the instrumentation. They override environment variables, which override defaults. Invalid options are refused. */
export interface GenAIInstrumentationConfig extends InstrumentationConfig {
  /** Version of the GenAI conventions that is emitted: the last release, the development version, or both. Default `v1.41`. */
  semconv?: 'v1.41' | 'latest' | 'both';
  /** Hosts of gateways and other providers, made by `defineProvider`. They take precedence over the built-in table. */
  providers?: string | readonly ProviderDefinition[];
  /** Attributes that metrics may carry. Default: those of the conventions, without `openai.response.system_fingerprint`. */
  metricAttributes?: readonly string[];
  /** Distinct model names on metrics before the rest become `_OTHER`. Default 50. */
  maxModels?: number;
  /**
   * Prices the usage that providers report, in USD. `true` uses `@pydantic/genai-prices`, which must be installed; your own
   * `prices` take precedence over it. Default false.
   */
  cost?: boolean | string | CostOptions;
  /**
   * Objectives, or the path of their file. Their thresholds become boundaries of the histograms, and the counter
   * `genai.slo.events` counts their events. `false` ignores the environment variable. Default none.
   */
  slo?: string | Objectives | ObjectivesInput | false;
  /** Records the time between the chunks of a stream: one measurement for each chunk. Default true. */
  chunkMetrics?: boolean;
  /** Records this package's own metrics, `genai.client.*` (active requests, rate limits, retry-after). Default true. */
  ownMetrics?: boolean;
  /** Limit of the content that is read, in bytes: no content of a longer message list, answer or stream is recorded. Default 4 MiB. */
  maxBodyBytes?: number;
  /**
   * Treatment of a call that already has an inference span of another producer (an SDK that traces itself, an instrumentation of
   * client classes): `enrich` adds the missing attributes to that span, `separate` creates a second span below it. Default `enrich`.
   */
  duplicates?: 'enrich' | 'separate';
  /**
   * Records prompts and answers: as attributes of the span, of the event `gen_ai.client.inference.operation.details`, or of
   * both. Default `none`.
   */
  captureContent?: CaptureContent;
  /**
   * Receives the content of a call before it is recorded. The value that it returns is recorded. If it returns nothing or
   * throws, no content is recorded. It must not be async.
   */
  contentHook?: (
    content: CallContent,
    request: GenAIRequestInfo
  ) => CallContent | undefined | null;
  /** Limit of the content that is recorded for one call, in bytes of JSON; longer texts are cut. Default 64 KiB. */
  maxContentBytes?: number;
  /** Excludes requests: they get no span and no measurement. */
  ignoreRequest?: (request: GenAIRequestInfo) => boolean;
  /** Called when the span has begun. */
  requestHook?: (span: Span, request: GenAIRequestInfo) => void;
  /** Called when the call has ended, before the span ends. */
  responseHook?: (span: Span, response: GenAIResponseInfo) => void;
}

/** One option: its environment variable, its default, and its meaning in docs/reference/options.md. */
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
