// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An application with a setup of its own that listens, and says who it is.
require('./telemetry.cjs');
require('node:http')
  .createServer((_request, response) => response.end())
  .listen(0, '127.0.0.1');
process.stderr.write(`pid ${process.pid}\n`);
