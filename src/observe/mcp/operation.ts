// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Context } from '@opentelemetry/api';
import type { CallTimes, ResponseFacts } from '../../call.ts';
import type { McpAnswer, McpMessage } from '../../dialects/mcp/messages.ts';
import type { Outcome } from '../../error-type.ts';
import { errorTypeOf, tellOperation } from '../ending.ts';
import { guarded, reportText } from '../../guard.ts';
import type { McpOperation, McpPeer } from '../../semconv/mcp.ts';
import { preferSliCounter } from '../../slo/sli/operation.ts';
import {
  openMcpSpan,
  recordToolContent,
  type McpSpan,
} from '../../telemetry/mcp/span.ts';
import { withoutSecrets } from '../../telemetry/public-url.ts';
import type { OpenRequest } from './open-requests.ts';
import type { McpSurroundings } from './surroundings.ts';
import { capturesTools, toolContent } from './tool-content.ts';

const TOOLS_CALL = 'tools/call';

/** The status for messages that get no response in the same exchange. */
const ACCEPTED = 202;

/** The URI of a resource, with keys in its query redacted. */
function publicUri(uri: string): string {
  if (!uri.includes('?') && !uri.includes('@')) return uri;
  try {
    return withoutSecrets(new URL(uri)).href;
  } catch {
    return uri;
  }
}

/** `error.type` of a message whose tool failed, while server and protocol worked. */
const TOOL_ERROR = 'tool_error';

/** One message of a client; it lasts until its response or its acknowledgement. */
export class OpenOperation implements OpenRequest {
  readonly facts: McpOperation;
  readonly id: string | undefined;
  readonly client: string;
  readonly span: McpSpan;
  readonly start: number;
  readonly #surroundings: McpSurroundings;
  readonly #caller: Context;
  readonly #arguments: unknown;
  #over = false;

  constructor(
    message: McpMessage,
    peer: McpPeer,
    client: string,
    sessionId: string | undefined,
    resendCount: number,
    surroundings: McpSurroundings,
    caller: Context
  ) {
    const { config, telemetry, info } = surroundings;
    this.#surroundings = surroundings;
    this.#caller = caller;
    this.id = message.id;
    this.client = client;
    this.#arguments = capturesTools(config) ? message.arguments : undefined;
    this.facts = {
      ...peer,
      method: message.method,
      toolName: message.toolName,
      promptName: message.promptName,
      resourceUri: message.resourceUri && publicUri(message.resourceUri),
      requestId: message.id,
      jsonRpcVersion: message.version,
      protocolVersion: peer.protocolVersion ?? message.protocolVersion,
      sessionId,
      resendCount,
    };
    this.span = openMcpSpan(
      telemetry.tracer(),
      config.duplicates,
      this.facts,
      caller
    );
    if (message.method === TOOLS_CALL) {
      guarded('metrics', () => this.#expectTool());
    }
    // The first span may start the SDK; that time does not belong to the operation.
    this.start = performance.now();
    guarded('requestHook', () =>
      config.requestHook?.(this.span.span, {
        ...info,
        operation: message.method,
      })
    );
    surroundings.openRequests.add(this);
  }

  get over(): boolean {
    return this.#over;
  }

  /** The response has arrived. */
  answer(
    { errorCode, toolFailed, protocolVersion, result }: McpAnswer,
    status: number,
    at: number
  ): void {
    if (this.#over) return;
    const { facts } = this;
    if (facts.method === 'initialize' && protocolVersion !== undefined) {
      facts.protocolVersion = protocolVersion;
    }
    facts.errorCode = errorCode;
    this.#end(
      errorCode ?? (toolFailed === true ? TOOL_ERROR : undefined),
      status,
      at,
      result
    );
  }

  cancel(errorType: string, at: number): void {
    if (!this.#over) this.#end(errorType, undefined, at, undefined);
  }

  /**
   * The response head has arrived, with a status of success. It ends a notification. If the server has accepted a request,
   * it answers elsewhere, as in the HTTP+SSE transport: outcome and duration are not known, so nothing is measured.
   *
   * @see https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse
   */
  acknowledge(status: number, at: number): void {
    if (this.id === undefined) {
      this.finish({ kind: 'end' }, status, at, undefined);
    } else if (status === ACCEPTED && !this.#over) {
      this.#endSpan(undefined, status, undefined);
      reportText(
        'MCP',
        'a server accepts requests with the status 202 and answers them elsewhere (HTTP+SSE transport); they are not measured'
      );
    }
  }

  /** No response was seen, and the session is over. */
  giveUp(at: number): void {
    this.finish({ kind: 'end' }, undefined, at, undefined);
  }

  /**
   * No response will arrive: the exchange ended without one, failed, or was aborted.
   *
   * @param errorCode of an error that the server sent without the id of a request.
   */
  finish(
    outcome: Outcome,
    status: number | undefined,
    at: number,
    errorCode: string | undefined
  ): void {
    if (this.#over) return;
    const response: ResponseFacts = {};
    const times: CallTimes = { start: this.start, end: at };
    this.facts.errorCode = errorCode;
    const errorType =
      errorCode ??
      errorTypeOf({ status, response, times }, outcome) ??
      // A request without an answer; a notification needs none.
      (this.id === undefined ? undefined : '_OTHER');
    this.#end(errorType, status, at, undefined);
  }

  #end(
    errorType: string | undefined,
    status: number | undefined,
    at: number,
    result: unknown
  ): void {
    this.#endSpan(errorType, status, result);
    const { facts } = this;
    const { metrics } = this.#surroundings;
    const seconds = Math.max(0, at - this.start) / 1000;
    guarded('metrics', () => metrics.recordOperation(facts, seconds));
    if (facts.method === TOOLS_CALL) {
      const call = {
        ...(errorType !== undefined && { errorType }),
        ...(status !== undefined && { status }),
      };
      guarded('operation', () => tellOperation(this.#caller, call));
      guarded('metrics', () =>
        this.#surroundings.telemetry.sli?.countTool(
          metrics.toolOf(facts.toolName),
          { errorType, status },
          seconds
        )
      );
    }
  }

  #endSpan(
    errorType: string | undefined,
    status: number | undefined,
    result: unknown
  ): void {
    this.#over = true;
    this.#surroundings.openRequests.delete(this);
    const { facts } = this;
    facts.errorType = errorType;
    const { config, info } = this.#surroundings;
    if (capturesTools(config) && facts.method === TOOLS_CALL) {
      guarded('content', () => this.#recordContent(result));
    }
    guarded('responseHook', () =>
      config.responseHook?.(this.span.span, {
        ...info,
        operation: facts.method,
        status,
        errorType,
      })
    );
    guarded('span', () => this.span.end(facts));
  }

  #expectTool(): void {
    const { telemetry, metrics } = this.#surroundings;
    if (telemetry.sli === undefined) return;
    preferSliCounter(telemetry.sli);
    telemetry.sli.expectTool(metrics.toolOf(this.facts.toolName));
  }

  #recordContent(result: unknown): void {
    const { config, info } = this.#surroundings;
    const name = this.facts.toolName ?? '';
    const operation = this.facts.method;
    recordToolContent(
      this.span.span,
      toolContent(name, this.#arguments, result, config, { ...info, operation })
    );
  }
}
