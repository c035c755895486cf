// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ViewOptions } from '@opentelemetry/sdk-metrics';
import { BOTH } from '../semconv/both.ts';

/**
 * `AggregationType.EXPLICIT_BUCKET_HISTOGRAM` of both SDK lines: the SDK is the user's, and nothing of it is loaded here.
 */
const EXPLICIT_BUCKET_HISTOGRAM = 4;

/**
 * The histogram boundaries of the GenAI metrics as views of an SDK meter provider. The instruments give the same
 * boundaries as advice; views are for setups in which another view would override it.
 */
export function genAIViews(): ViewOptions[] {
  return BOTH.metrics.flatMap(({ name, boundaries }) =>
    boundaries === undefined
      ? []
      : [
          {
            instrumentName: name,
            aggregation: {
              type: EXPLICIT_BUCKET_HISTOGRAM,
              options: { boundaries: [...boundaries] },
            },
          },
        ]
  );
}
