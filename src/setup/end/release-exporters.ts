// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Agent } from 'node:http';
import type { Socket } from 'node:net';

/** How long an export may keep the process alive. It goes on after that, but the loop may end. */
export const HOLD_MS = 3_000;

/** How far below a provider an exporter may be, and how many objects are looked at. */
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

/** The transport of an OTLP exporter over HTTP, which tries again after a while. */
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
  /** When the oldest export began that has no result yet, on the clock of `performance.now()`. */
  oldest(): number | undefined;
  /** Reports all exports under way as failed, and all later ones at once. */
  abandon(): void;
}

/**
 * Keeps exporters from keeping the process alive: where nobody answers they try again for ten seconds and more, and an
 * application that has nothing left to do would not end meanwhile. What is held then is sent by the flush at the end.
 *
 * - The processors of the SDK hold a timer for each export until it has a result. They get one after {@link HOLD_MS}.
 * - Pauses between attempts, and connections of HTTP, are unreferenced.
 * - The timer and the connection of a call by gRPC cannot be reached, so its deadline is {@link HOLD_MS}.
 *
 * The SDK has no options for that, so exporters and transports are looked for among the objects below `roots`.
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
  /** By the function that reports its result. */
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

  /** The result of an export that is not waited for any longer. 1 is `ExportResultCode.FAILED` of the SDK. */
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

/** Objects that can be reached by data properties, breadth first. */
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

/** Unreferences each connection when it is made and when it is used again. */
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
