// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import type { Tracked } from './tracked.ts';

/** An event as an exporter gets it. */
export interface LoggedEvent {
  readonly name: string | undefined;
  readonly severity: number | undefined;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly attributes: Record<string, unknown>;
}

/** A real SDK for logs in memory; `provider` is for whoever shall log to it. */
export function logging(): {
  readonly provider: LoggerProvider;
  events(): LoggedEvent[];
} {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter })],
  });
  return {
    provider,
    events: () =>
      exporter.getFinishedLogRecords().map(record => ({
        name: record.eventName,
        severity: record.severityNumber,
        traceId: record.spanContext?.traceId,
        spanId: record.spanContext?.spanId,
        attributes: { ...record.attributes },
      })),
  };
}

/** Lets an instrumentation that is tracked already log to memory. */
export function withLogs({ instrumentation }: Tracked): () => LoggedEvent[] {
  const { provider, events } = logging();
  instrumentation.setLoggerProvider(provider);
  return events;
}
