// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { diag } from '@opentelemetry/api';
import { resolveConfig } from '../../config/config.ts';
import { reportSettingsTo } from '../../config/settings.ts';
import { isTrue, list, read } from '../../setup/environment.ts';
import { unknownVariables } from '../../setup/unknown-variables.ts';
import { note, problem, type Environment, type Finding } from './finding.ts';
import { examineValues } from './variable-values.ts';

/** Checks the variables of the environment: the values of ours and of the SDK's, and what they switch off. */
export function examineVariables(environment: Environment): Finding[] {
  const unknown = unknownVariables(environment);
  const disabled = list(environment, 'OTEL_NODE_DISABLED_INSTRUMENTATIONS');
  return [
    ...(unknown === undefined ? [] : [problem(unknown)]),
    ...examineOptions(environment),
    ...(isTrue(environment, 'OTEL_SDK_DISABLED')
      ? [problem('OTEL_SDK_DISABLED=true: there is no telemetry')]
      : []),
    ...(disabled.includes('genai')
      ? [
          problem(
            'OTEL_NODE_DISABLED_INSTRUMENTATIONS=genai: calls to models are not observed'
          ),
        ]
      : []),
    ...examineValues(environment),
    ...(read(environment, 'OTEL_CONFIG_FILE') === undefined
      ? []
      : [note('OTEL_CONFIG_FILE: the SDK reads no other variable of its own')]),
  ];
}

function examineOptions(environment: Environment): Finding[] {
  const mistakes = new Set<string>();
  reportSettingsTo(mistake => mistakes.add(mistake));
  try {
    resolveConfig({}, environment);
  } catch (error) {
    mistakes.add((error as Error).message);
  } finally {
    reportSettingsTo(mistake => diag.warn(mistake));
  }
  return [...mistakes].map(problem);
}
