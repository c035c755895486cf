// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The service back.cjs by three workers on one port. SIGTERM ends them, and then the primary.
const cluster = require('node:cluster');

if (cluster.isPrimary) {
  for (let count = 0; count < 3; count++) cluster.fork();
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) {
      worker.process.kill('SIGTERM');
    }
  });
  cluster.on('exit', () => {
    if (Object.keys(cluster.workers).length === 0) process.exit();
  });
} else {
  require('./back.cjs');
}
