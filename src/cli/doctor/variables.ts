// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { resolveConfig } from '../../config.ts';
import { list, read } from '../../setup/environment.ts';
import { note, ok, wrong, type Environment, type Finding } from './finding.ts';

const OURS = 'OTEL_INSTRUMENTATION_GENAI_';

/** Every variable of this instrumentation's own. */
export const VARIABLES = [
  'CAPTURE_MESSAGE_CONTENT',
  'COST',
  'PROVIDERS',
  'SLO',
].map(name => OURS + name);

/** What a variable of the SDK's says that leaves nothing, or little, to be seen. */
const SILENCING: readonly {
  readonly name: string;
  readonly values: readonly string[];
  readonly means: string;
  readonly kind: 'wrong' | 'note';
}[] = [
  {
    name: 'OTEL_SDK_DISABLED',
    values: ['true'],
    means: 'there is no telemetry',
    kind: 'wrong',
  },
  {
    name: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    values: ['genai'],
    means: 'calls of models are not looked at',
    kind: 'wrong',
  },
  {
    name: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    values: ['undici', 'http'],
    means: 'there is no HTTP span below some calls',
    kind: 'note',
  },
  {
    name: 'OTEL_TRACES_SAMPLER',
    values: ['always_off'],
    means: 'there are no spans; metrics are not sampled',
    kind: 'note',
  },
  {
    name: 'OTEL_TRACES_EXPORTER',
    values: ['none'],
    means: 'no spans are sent',
    kind: 'note',
  },
  {
    name: 'OTEL_METRICS_EXPORTER',
    values: ['none'],
    means: 'there are no metrics',
    kind: 'note',
  },
];

/** Whether the variables of the environment are such as this package understands, and what they switch off. */
export function examineVariables(environment: Environment): Finding[] {
  const set = Object.keys(environment).filter(
    name => name.startsWith(OURS) && read(environment, name) !== undefined
  );
  const unknown = set.filter(name => !VARIABLES.includes(name));
  return [
    ...unknown.map(name =>
      wrong(`${name} is no variable; allowed: ${VARIABLES.join(', ')}`)
    ),
    ...examineOptions(environment, set.length - unknown.length),
    ...SILENCING.flatMap(({ name, values, means, kind }) => {
      const said = list(environment, name).filter(value =>
        values.includes(value.toLowerCase())
      );
      return said.length === 0
        ? []
        : [{ kind, text: `${name}=${said.join()}: ${means}` }];
    }),
    ...(read(environment, 'OTEL_CONFIG_FILE') === undefined
      ? []
      : [note('OTEL_CONFIG_FILE: the SDK reads no other variable of its own')]),
  ];
}

function examineOptions(environment: Environment, count: number): Finding[] {
  try {
    resolveConfig({}, environment);
    return count === 0 ? [] : [ok(`${count} of ${OURS}*: understood`)];
  } catch (error) {
    return [wrong((error as Error).message)];
  }
}
