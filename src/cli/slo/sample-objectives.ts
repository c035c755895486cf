// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const SERVICE = 'service: my-service';
const SELECTOR = `# prometheus: { selector: 'job="my-service"' }`;

/** The sample of a service whose job in Prometheus has the same name. */
export function sampleFor(service: string): string {
  const selector = `job=${JSON.stringify(service)}`;
  return SAMPLE_OBJECTIVES.replace(
    SERVICE,
    () => `service: ${JSON.stringify(service)}`
  ).replace(
    SELECTOR,
    // In single quotes, as in the documents: double ones would need escapes.
    () => `prometheus: { selector: '${selector.replaceAll("'", "''")}' }`
  );
}

/** The file that `slo init` writes: usual objectives of AI APIs, each with its reason. */
export const SAMPLE_OBJECTIVES = `# yaml-language-server: $schema=./node_modules/opentelemetry-instrumentation-genai/slo/slo.schema.json
#
# Objectives of this service for its calls to AI APIs. Give this file to the application
# (OTEL_INSTRUMENTATION_GENAI_SLO=slo.yaml), which takes the boundaries of its histograms
# from it, and to otel-genai slo rules | test | dashboards | report.

${SERVICE}

# Length of the sliding window of each error budget: 7d, 28d, 30d or 90d.
window: 30d

# Selects the series of this service. Without it, the rules read all jobs of Prometheus. If there are several jobs
# and one of them is not named after the service, the rules hold pages back.
${SELECTOR}

objectives:
  # 99.9 % of the calls are answered. Failures of the provider, timeouts, a broken network and
  # rate limits are bad; refused credentials, a spent quota and wrong requests have alerts of
  # their own and do not count here.
  - name: availability
    kind: availability
    target: 99.9
    # classes: { throttled: exclude }    # where retries absorb rate limits

  # P99 under two seconds, in the form that can be counted: 99 % take two seconds or less.
  - name: latency
    kind: latency
    threshold: 2s
    target: 99

  # At most 0.1 % of the calls fail, whoever is at fault.
  - name: errors
    kind: errorRate
    max: 0.1

  # More kinds; take the # away.
  #
  # The first chunk of a stream arrives within a second.
  # - name: first-words
  #   kind: latency
  #   metric: time_to_first_chunk
  #   threshold: 1s
  #   target: 95
  #   match: { provider: openai, model: gpt-4.1* }
  #
  # An operation with all its retries: withOperation('answer-question', fn) in the code.
  # - name: answer-question
  #   kind: availability
  #   source: operation
  #   target: 99.95
  #
  # Calls of MCP tools, each tool by itself. Nothing else counts them.
  # - name: tools
  #   kind: availability
  #   target: 99
  #   match: { operation: execute_tool }
  # - name: tools-latency
  #   kind: latency
  #   threshold: 5s
  #   target: 95
  #   match: { operation: execute_tool, tool: search* }
  #
  # Turns over WebSocket (Responses, Realtime, Gemini Live), apart from the other calls.
  # - name: turns
  #   kind: availability
  #   target: 99.5
  #   match: { operation: chat, transport: websocket }
  # - name: first-audio
  #   kind: latency
  #   metric: time_to_first_audio
  #   threshold: 800ms
  #   target: 95
  #
  # A minimum rate of answers, in 99 % of the minutes.
  # - name: throughput
  #   kind: throughput
  #   min: 10/min
  #
  # USD in one window (needs OTEL_INSTRUMENTATION_GENAI_COST=true).
  # - name: spend
  #   kind: cost
  #   budget: 500
`;
