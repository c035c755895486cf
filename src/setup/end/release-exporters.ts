// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Agent } from 'node:http';
import type { Socket } from 'node:net';

// Before the application puts a clock of its own in their place.
const { setTimeout, clearTimeout } = globalThis;

/** How long an export may keep the process alive. After that it continues, but the loop may end. */
export const HOLD_MS = 3_000;

/** Limits of the search for exporters below a provider: its depth, and the number of objects. */
const DEPTH = 10;
const OBJECTS = 5_000;

interface ExportResult {
  readonly code: number;
  readonly error?: Error;
}
type Done = (result: ExportResult) => void;
interface Exporter {
  export(items: unknown, done: Done): void;
}

/** The transport of an OTLP exporter over HTTP, which retries after a pause. */
interface RetryingTransport {
  readonly _transport: {
    send(data: unknown, timeoutMillis: number): Promise<{ error?: Error }>;
    readonly _parameters?: { agentFactory?: AgentFactory };
  };
  retry(data: unknown, timeoutMillis: number, inMillis: number): unknown;
}
/** The transport of an OTLP exporter over gRPC. */
interface GrpcTransport {
  readonly _parameters: { readonly grpcName: string };
  send(data: unknown, timeoutMillis: number): unknown;
}
type AgentFactory = (protocol: string) => Agent | Promise<Agent>;

export interface ReleasedExporters {
  /** Start of the oldest export without a result, as a `performance.now()` time. */
  oldest(): number | undefined;
  /** Reports all exports in progress as failed, and each later one immediately. */
  abandon(): void;
}

/**
 * Prevents exporters from keeping the process alive: without an answer they retry for ten seconds and more, and a finished
 * application would not end in that time. The flush at the end sends the telemetry that is held then.
 *
 * - The processors of the SDK hold a timer for each export until it has a result. They get a result after {@link HOLD_MS}.
 * - Pauses between attempts, and HTTP connections, are unreferenced.
 * - The timer and the connection of a gRPC call are not accessible, so its deadline is set to {@link HOLD_MS}.
 *
 * The SDK has no options for this, so exporters and transports are searched among the objects below `roots`.
 */
export function releaseExporters(roots: readonly unknown[]): ReleasedExporters {
  const exports = new PendingExports();
  for (const one of objectsBelow(roots)) {
    const { _exporter: exporter } = one as { _exporter?: Partial<Exporter> };
    if (typeof exporter?.export === 'function') {
      exports.watch(exporter as Exporter);
    }
    if (isRetryingTransport(one)) {
      unreference(one, error => (exports.cause = error));
    }
    if (isGrpcTransport(one)) limit(one);
  }
  return exports;
}

class PendingExports implements ReleasedExporters {
  /** The exports in progress, by the function that reports the result. */
  private readonly began = new Map<Done, number>();
  private readonly watched = new WeakSet<Exporter>();
  private abandoned = false;
  /** Why the newest attempt failed. */
  cause: Error | undefined;

  watch(exporter: Exporter): void {
    if (this.watched.has(exporter)) return;
    this.watched.add(exporter);
    const original = exporter.export.bind(exporter);
    exporter.export = (items, done) => {
      if (this.abandoned) {
        done(this.failed());
        return;
      }
      let isReported = false;
      const report = (result: ExportResult): void => {
        if (isReported) return;
        isReported = true;
        clearTimeout(timer);
        done(result);
      };
      const timer = setTimeout(() => report(this.failed()), HOLD_MS).unref();
      this.began.set(report, performance.now());
      original(items, result => {
        this.began.delete(report);
        report(result);
      });
    };
  }

  /** The result of an export that is no longer awaited. 1 is the SDK's `ExportResultCode.FAILED`. */
  private failed(): ExportResult {
    const timedOut = new Error(`export timed out after ${HOLD_MS} ms`);
    return { code: 1, error: this.cause ?? timedOut };
  }

  oldest(): number | undefined {
    const [first] = this.began.values();
    return first;
  }

  abandon(): void {
    this.abandoned = true;
    for (const report of this.began.keys()) report(this.failed());
  }
}

/** Objects that are reachable by data properties, breadth first. */
function objectsBelow(roots: readonly unknown[]): Set<object> {
  const seen = new Set<object>();
  let level = roots;
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== 'object' || one === null || seen.has(one)) continue;
      if (seen.size >= OBJECTS) return seen;
      seen.add(one);
      const properties = Object.getOwnPropertyDescriptors(one);
      for (const { value } of Object.values(properties)) next.push(value);
    }
    level = next;
  }
  return seen;
}

function isRetryingTransport(one: object): one is RetryingTransport {
  const { _transport, retry } = one as Partial<RetryingTransport>;
  return typeof retry === 'function' && typeof _transport?.send === 'function';
}

function isGrpcTransport(one: object): one is GrpcTransport {
  const { _parameters, send } = one as Partial<GrpcTransport>;
  return typeof send === 'function' && _parameters?.grpcName !== undefined;
}

function limit(transport: GrpcTransport): void {
  const send = transport.send.bind(transport);
  transport.send = (data, timeoutMillis) =>
    send(data, Math.min(timeoutMillis, HOLD_MS));
}

function unreference(
  transport: RetryingTransport,
  noteFailure: (error: Error | undefined) => void
): void {
  const { _transport: http } = transport;
  const send = http.send.bind(http);
  http.send = async (data, timeoutMillis) => {
    const result = await send(data, timeoutMillis);
    noteFailure(result.error);
    return result;
  };
  transport.retry = (data, timeoutMillis, inMillis) =>
    new Promise((resolve, reject) => {
      setTimeout(() => {
        http.send(data, timeoutMillis).then(resolve, reject);
      }, inMillis).unref();
    });
  const parameters = http._parameters;
  const agentFactory = parameters?.agentFactory;
  if (parameters === undefined || typeof agentFactory !== 'function') return;
  parameters.agentFactory = async protocol =>
    withoutReferences(await agentFactory(protocol));
}

/** Unreferences each connection when it is opened and when it is reused. */
function withoutReferences(agent: Agent): Agent {
  const { createConnection, reuseSocket } = agent as Agent & {
    createConnection(...args: unknown[]): Socket | undefined;
    reuseSocket(socket: Socket, request: unknown): void;
  };
  return Object.assign(agent, {
    createConnection(this: Agent, ...args: unknown[]) {
      const socket = createConnection.apply(this, args);
      return socket?.unref();
    },
    reuseSocket(this: Agent, socket: Socket, request: unknown) {
      Reflect.apply(reuseSocket, this, [socket, request]);
      socket.unref();
    },
  });
}
