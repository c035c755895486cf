// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { nearest, shown } from '../../errors.ts';
import { list } from '../../setup/environment.ts';
import { problem, warning, type Environment, type Finding } from './finding.ts';

/** A variable of OpenTelemetry that takes words from a list. */
interface Words {
  readonly name: string;
  readonly known: readonly string[];
  /** Words that switch something off, and what. */
  readonly silent?: Readonly<Record<string, string>>;
  /** Whether others may define further words: then only near misses are mistakes. */
  readonly isOpen?: true;
}

const PROTOCOLS = ['grpc', 'http/protobuf', 'http/json'];
const ENDING = 'OTEL_EXPORTER_OTLP_';

/**
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
const VARIABLES: readonly Words[] = [
  {
    name: 'OTEL_TRACES_EXPORTER',
    known: ['otlp', 'console', 'none', 'zipkin', 'jaeger'],
    silent: { none: 'no spans are sent' },
  },
  {
    name: 'OTEL_METRICS_EXPORTER',
    known: ['otlp', 'prometheus', 'console', 'none'],
    silent: { none: 'there are no metrics' },
  },
  { name: 'OTEL_LOGS_EXPORTER', known: ['otlp', 'console', 'none'] },
  ...['', 'TRACES_', 'METRICS_', 'LOGS_'].map(signal => ({
    name: `${ENDING}${signal}PROTOCOL`,
    known: PROTOCOLS,
  })),
  {
    name: 'OTEL_TRACES_SAMPLER',
    known: [
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ],
    silent: {
      always_off: 'there are no spans; metrics are not sampled',
      parentbased_always_off:
        'there are spans only below a caller that is sampled; metrics are not sampled',
    },
  },
  {
    name: 'OTEL_PROPAGATORS',
    known: ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'none'],
    isOpen: true,
  },
  {
    name: 'OTEL_SEMCONV_STABILITY_OPT_IN',
    known: [
      'gen_ai_latest_experimental',
      'gen_ai/dup',
      'http',
      'http/dup',
      'database',
      'database/dup',
    ],
    isOpen: true,
  },
  {
    name: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    known: ['genai', 'undici', 'http'],
    silent: {
      undici: 'there is no HTTP span below some calls',
      http: 'there is no HTTP span below some calls',
    },
    isOpen: true,
  },
];

/** Reports values of variables that no exporter, sampler or instrumentation understands, or that switch something off. */
export function examineValues(environment: Environment): Finding[] {
  return VARIABLES.flatMap(variable => findingsOf(variable, environment));
}

/** The first finding about one variable. */
export function valueOf(
  environment: Environment,
  name: string
): Finding | undefined {
  const variable = VARIABLES.find(each => each.name === name);
  return variable && findingsOf(variable, environment)[0];
}

function findingsOf(
  { name, known, silent = {}, isOpen }: Words,
  environment: Environment
): Finding[] {
  return list(environment, name).flatMap(word => {
    const effect = Object.hasOwn(silent, word) ? silent[word] : undefined;
    if (effect !== undefined) return [warning(`${name}=${word}: ${effect}`)];
    if (known.includes(word)) return [];
    const near = nearTo(word, known);
    if (isOpen && near === undefined) return [];
    const help =
      near === undefined
        ? `known: ${known.join(', ')}`
        : `did you mean ${near}?`;
    return [problem(`${name}: unknown value ${shown(word)}; ${help}`)];
  });
}

/** Close in spelling to a known word, or the beginning of one: `prom`, `gen_ai_latest`, `http`. */
function nearTo(word: string, known: readonly string[]): string | undefined {
  const starting = known.filter(
    each => word.length > 2 && each.startsWith(word.toLowerCase())
  );
  if (starting.length > 0) return starting.join(' or ');
  return nearest(word, known);
}
