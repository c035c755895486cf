#!/usr/bin/env node
// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { run } from './run.ts';

const { stdout, stderr, argv, env } = process;

// A reader that has seen enough, as `head`, is no reason for a stack trace, nor for another exit code.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// The exit code is set rather than the process ended: what was written may still be on its way.
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
