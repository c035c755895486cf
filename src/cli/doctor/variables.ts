// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { resolveConfig } from '../../config/config.ts';
import { list, read } from '../../setup/environment.ts';
import { unknownVariables } from '../../setup/unknown-variables.ts';
import { note, wrong, type Environment, type Finding } from './finding.ts';

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
  const unknown = unknownVariables(environment);
  return [
    ...(unknown === undefined ? [] : [wrong(unknown)]),
    ...examineOptions(environment),
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

function examineOptions(environment: Environment): Finding[] {
  try {
    resolveConfig({}, environment);
    return [];
  } catch (error) {
    return [wrong((error as Error).message)];
  }
}
