// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import { genAIViews } from './views.ts';

/**
 * The same as `genAIViews(objectives)` for a declarative configuration file, where views of code are not looked at.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/data-model/
 */
export function viewBlock(objectives: Objectives): object {
  const views = genAIViews(objectives).map(
    ({ instrumentName, aggregation }) => ({
      selector: { instrument_name: instrumentName },
      stream: {
        aggregation: {
          explicit_bucket_histogram: {
            boundaries: (
              aggregation as { options: { boundaries: readonly number[] } }
            ).options.boundaries,
          },
        },
      },
    })
  );
  return { meter_provider: { views } };
}
