// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The reference of the command line, from the table of commands that the program itself reads.
import { COMMANDS } from '../../src/cli/commands.ts';

export function commandEntries(): string {
  return COMMANDS.map(({ name, summary, options }) => {
    const rows = Object.entries(options).map(([option, row]) => {
      const value = row.value === undefined ? '' : ` ${row.value}`;
      const allowed =
        row.allowed === undefined
          ? ''
          : ` One of ${row.allowed.map(word => `\`${word}\``).join(', ')}.`;
      const otherwise =
        row.default === undefined ? '' : ` Default: \`${row.default}\`.`;
      return `- \`--${option}${value}\`: ${row.help}.${allowed}${otherwise}`;
    });
    return [`## otel-genai ${name}`, `${summary}.`, rows.join('\n')]
      .filter(part => part !== '')
      .join('\n\n');
  }).join('\n\n');
}
