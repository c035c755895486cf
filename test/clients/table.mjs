// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';

const columns = {
  span: 'span',
  tokens: 'tokens',
  chunk: 'first chunk',
  error: 'error.type',
  unchanged: 'application unchanged',
};

/** Collects what is wrong in each cell, and prints marks, and below them what is behind the bad ones. */
export function createTable() {
  const rows = [];
  const remarks = [];
  let passed = 0;
  let failed = 0;
  return {
    get passed() {
      return passed;
    },
    get failed() {
      return failed;
    },
    skip: (client, why) => remarks.push(`SKIPPED ${client}: ${why}`),
    fail(client, why) {
      failed++;
      remarks.push(`✖ ${client}: ${why}`);
    },
    /** @param {Record<string, string[] | undefined>} wrong by column */
    add(client, operation, wrong, transcript) {
      rows.push({ client, operation, wrong, transcript });
      for (const found of Object.values(wrong)) {
        if (found === undefined) continue;
        if (found.length === 0) passed++;
        else failed++;
      }
    },
    printClient(client) {
      const mine = rows.filter(row => row.client === client);
      const width = Math.max(...mine.map(({ operation }) => operation.length));
      const heads = Object.values(columns);
      console.log(`\n${client.padEnd(width)}  ${heads.join('  ')}`);
      for (const { operation, wrong } of mine) {
        const marks = Object.entries(columns).map(([column, head]) =>
          markOf(wrong[column]).padEnd(head.length)
        );
        console.log(
          `${operation.padEnd(width)}  ${marks.join('  ').trimEnd()}`
        );
      }
    },
    print(seconds) {
      for (const { client, operation, wrong } of rows) {
        for (const [column, found] of Object.entries(wrong)) {
          if (!found?.length) continue;
          remarks.push(
            `✖ ${client}, ${operation}, ${columns[column]}:\n    ${found.join('\n    ')}`
          );
        }
      }
      if (remarks.length > 0) console.log(`\n${remarks.join('\n')}`);
      console.log(
        `\n${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`
      );
      if (process.env.GENAI_TRANSCRIPTS) {
        writeFileSync(
          process.env.GENAI_TRANSCRIPTS,
          JSON.stringify(rows, null, 1)
        );
      }
    },
  };
}

function markOf(found) {
  if (found === undefined) return '–';
  return found.length === 0 ? '✔' : '✖';
}
