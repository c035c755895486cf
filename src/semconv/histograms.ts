// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { MetricDefinition } from './profile.ts';

const SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
  40.96, 81.92,
];

const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304,
  16777216, 67108864,
];

/** A histogram of seconds. */
export function secondsHistogram(
  name: string,
  description: string
): MetricDefinition {
  return {
    name,
    description,
    unit: 's',
    kind: 'histogram',
    valueType: 'double',
    boundaries: SECONDS,
  };
}

/** A histogram of token counts. */
export function tokensHistogram(
  name: string,
  description: string
): MetricDefinition {
  return {
    name,
    description,
    unit: '{token}',
    kind: 'histogram',
    valueType: 'int',
    boundaries: TOKENS,
  };
}
