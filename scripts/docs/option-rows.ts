// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows of the table of options.
import { OPTIONS } from '../../src/config/options.ts';

/** Name, environment variable, default, meaning. Links in the rows begin at the root of the repository. */
export function optionRows(): string[][] {
  return OPTIONS.map(row =>
    [
      `\`${row.option}\``,
      /^[A-Z_]+$/.test(row.environment)
        ? `\`${row.environment}\``
        : row.environment,
      row.default,
      row.meaning,
    ].map(cell => cell.replaceAll('](docs/', '](../'))
  );
}
