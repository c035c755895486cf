// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import {
  attributesOf,
  type Attributes,
} from '../../semconv/attribute-table.ts';
import { ATTRIBUTES } from '../../semconv/attributes.ts';
import {
  EXECUTE_TOOL,
  MCP_ATTRIBUTES,
  MCP_REQUEST,
  MCP_RESPONSE,
  mcpSpanName,
  type McpOperation,
} from '../../semconv/mcp.ts';
import { CallContext } from '../span.ts';

/** The span of one MCP operation: ours, or another producer's span for the execution of the tool. */
export interface McpSpan {
  readonly span: Span;
  /** Context for everything that the operation starts, such as its HTTP span. */
  readonly context: Context;
  end(operation: McpOperation): void;
}

/** Content of a tool call, each part as JSON. */
export interface ToolContent {
  readonly arguments?: string | undefined;
  readonly result?: string | undefined;
}

/** Begins the span of an operation, or uses the tool execution span around it. */
export function openMcpSpan(
  tracer: Tracer,
  duplicates: 'enrich' | 'separate',
  operation: McpOperation,
  caller: Context
): McpSpan {
  const outer =
    duplicates === 'enrich' ? toolSpan(operation, caller) : undefined;
  return outer === undefined
    ? ownSpan(tracer, operation, caller)
    : {
        span: outer,
        context: caller,
        // Its producer sets its end, status and error.
        end: ended => enrich(outer, ended),
      };
}

/** Writes the content of a tool call, unless another producer has written it. */
export function recordToolContent(span: Span, content: ToolContent): void {
  const present = attributesIn(span);
  const { toolCallArguments, toolCallResult } = MCP_ATTRIBUTES;
  for (const [name, text] of [
    [toolCallArguments, content.arguments],
    [toolCallResult, content.result],
  ] as const) {
    if (text !== undefined && !(name in present)) span.setAttribute(name, text);
  }
}

function ownSpan(
  tracer: Tracer,
  operation: McpOperation,
  caller: Context
): McpSpan {
  const span = tracer.startSpan(
    mcpSpanName(operation),
    {
      kind: SpanKind.CLIENT,
      attributes: attributesOf(MCP_REQUEST, operation),
    },
    caller
  );
  return {
    span,
    context: new CallContext(span, caller, false),
    end(ended) {
      if (span.isRecording()) {
        span.setAttributes(attributesOf(MCP_RESPONSE, ended));
        setStatus(span, ended);
      }
      span.end();
    },
  };
}

/** The `execute_tool` span of the GenAI conventions that is active around the call of the tool. */
function toolSpan(
  { method, toolName }: McpOperation,
  caller: Context
): Span | undefined {
  if (method !== 'tools/call') return undefined;
  const span = trace.getSpan(caller);
  if (span?.isRecording() !== true) return undefined;
  const attributes = attributesIn(span);
  if (attributes[ATTRIBUTES.operationName] !== EXECUTE_TOOL) return undefined;
  // An MCP operation of another producer is not the execution that this operation belongs to.
  if (MCP_ATTRIBUTES.methodName in attributes) return undefined;
  const name = attributes[MCP_ATTRIBUTES.toolName];
  return name === undefined || name === toolName ? span : undefined;
}

function enrich(span: Span, operation: McpOperation): void {
  if (!span.isRecording()) return;
  const present = attributesIn(span);
  const ours: Attributes = attributesOf(MCP_REQUEST, operation);
  attributesOf(MCP_RESPONSE, operation, ours);
  for (const name in ours) {
    if (name in present || name === ATTRIBUTES.errorType) continue;
    const value = ours[name];
    if (value !== undefined) span.setAttribute(name, value);
  }
}

/** The SDK's spans are readable in SDK 2.x and 3.x; the API does not guarantee it. */
function attributesIn(span: Span): Readonly<Record<string, unknown>> {
  const { attributes = {} } = span as {
    attributes?: Readonly<Record<string, unknown>>;
  };
  return attributes;
}

/**
 * Texts for the error codes of JSON-RPC. The server's message is not used, because it may quote the request.
 *
 * @see https://www.jsonrpc.org/specification#error_object
 */
const CODE_TEXTS: ReadonlyMap<string | undefined, string> = new Map([
  ['-32700', 'Parse error'],
  ['-32600', 'Invalid Request'],
  ['-32601', 'Method not found'],
  ['-32602', 'Invalid params'],
  ['-32603', 'Internal error'],
  ['-32002', 'Resource not found'],
]);

function setStatus(span: Span, { errorType, errorCode }: McpOperation): void {
  if (errorType === undefined) return;
  const message = CODE_TEXTS.get(errorCode);
  span.setStatus({
    code: SpanStatusCode.ERROR,
    ...(message !== undefined && { message }),
  });
}
