// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** All events of an objective, and the bad ones among them, a second; what everything else reads. */
export const TOTAL = 'genai_slo:total:rate5m';
export const BAD = 'genai_slo:bad:rate5m';
/** USD a second. */
export const COST = 'genai_slo:cost:rate5m';
