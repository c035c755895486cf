// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** All events of an objective, and the bad ones among them, a second; what everything else reads. */
export const TOTAL = 'genai_slo:total:rate5m';
export const BAD = 'genai_slo:bad:rate5m';
/** USD a second. */
export const COST = 'genai_slo:cost:rate5m';
/** Answered calls a second, over the period of a floor. */
export const ANSWERED = 'genai_slo:answered:rate';
/** Says that the rules were evaluated. */
export const EVALUATED = 'genai_slo:evaluated';
/** All events a second, also while the calendar of the objective counts none; recorded where it has one. */
export const OBSERVED = 'genai_slo:observed:rate5m';
/** 1 while the calendar of an objective or of the service counts, 0 while it does not; recorded where it has one. */
export const COUNTED = 'genai_slo:counted';
/** 1 for each target that is missed. */
export const NO_DATA = 'genai_slo:no_data';
/** Share of the budget that is left; below 0 when more was spent. */
export const BUDGET_REMAINING = 'genai_slo:error_budget_remaining:ratio';
/** When the window of the budget began to have data, in seconds of the epoch. */
export const FIRST_DATA = 'genai_slo:first_data:timestamp';
