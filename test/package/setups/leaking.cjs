// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An application that writes secrets and control characters to standard error.
process.stderr.write(
  '\u001b[31mrefused: http://user:pa%ss-w0rd@127.0.0.1/ key=sk-leaked-0123456789\u001b[0m\n'
);
