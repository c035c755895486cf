#!/usr/bin/env node
// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { run } from './run.ts';

const { stdout, stderr, argv, env } = process;

// A reader that closes early, such as `head`, causes neither a stack trace nor another exit code.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// Sets the exit code rather than ending the process, whose output may not be written yet.
void run(argv.slice(2), {
  out: text => stdout.write(text),
  error: text => stderr.write(text),
  progress: stderr.isTTY
    ? text => stderr.write(`\r\u001b[K${text}`)
    : undefined,
  environment: env,
  columns: stdout.isTTY ? stdout.columns : undefined,
}).then(code => {
  process.exitCode = code;
});
