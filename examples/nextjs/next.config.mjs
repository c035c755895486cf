// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';

export default {
  // Here only: the package is a link to the root of the repository, and Turbopack follows none that leads out of its own.
  turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) },
};
