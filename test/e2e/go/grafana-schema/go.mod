// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Grafana's own library, which reads dashboards as strictly as they are defined.
module e2e.invalid/grafana-schema

go 1.21

require github.com/grafana/grafana-foundation-sdk/go v0.0.22
