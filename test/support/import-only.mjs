// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// For runs with coverage: mocha asks this whether it may require what is an ES module, and imports it when not. A file
// that is required in one place and imported in another has two transformations, which c8 cannot add up.
Object.defineProperty(process.features, 'require_module', { value: false });
