// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { AttributeTable } from './attribute-table.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import type { MetricDefinition } from './profile.ts';
import { boundedText } from './attribute-table.ts';

/** Names of the conventions for the Model Context Protocol that other GenAI calls do not have. */
export const MCP_ATTRIBUTES = {
  methodName: 'mcp.method.name',
  sessionId: 'mcp.session.id',
  protocolVersion: 'mcp.protocol.version',
  resourceUri: 'mcp.resource.uri',
  toolName: 'gen_ai.tool.name',
  promptName: 'gen_ai.prompt.name',
  toolCallArguments: 'gen_ai.tool.call.arguments',
  toolCallResult: 'gen_ai.tool.call.result',
  requestId: 'jsonrpc.request.id',
  jsonRpcVersion: 'jsonrpc.protocol.version',
  responseStatusCode: 'rpc.response.status_code',
  networkTransport: 'network.transport',
  networkProtocolVersion: 'network.protocol.version',
} as const;

/** `gen_ai.operation.name` of the call of a tool; other operations of the protocol have none. */
export const EXECUTE_TOOL = 'execute_tool';

/** Where a session goes, and what it speaks. */
export interface McpPeer {
  readonly serverAddress: string;
  /** `undefined` for a Unix socket, whose path is the address. */
  readonly serverPort: number | undefined;
  /** Version of HTTP, where the transport tells. */
  readonly httpVersion: string | undefined;
  readonly protocolVersion?: string | undefined;
}

/** One request or notification of an MCP client, from its sending to its response or its acknowledgement. */
export interface McpOperation extends McpPeer {
  readonly method: string;
  readonly toolName?: string | undefined;
  readonly promptName?: string | undefined;
  readonly resourceUri?: string | undefined;
  /** Text of the id of a request; a notification has none. */
  readonly requestId?: string | undefined;
  /** Where it is not `2.0`. */
  readonly jsonRpcVersion?: string | undefined;
  protocolVersion?: string | undefined;
  sessionId?: string | undefined;
  /** Attempts at the same message before this one. */
  readonly resendCount?: number;
  /** Code of an error that the server answered with. */
  errorCode?: string | undefined;
  errorType?: string | undefined;
}

/** `{method} {tool or prompt}`: the URI of a resource has too many values for a name. */
export function mcpSpanName({
  method,
  toolName,
  promptName,
}: McpOperation): string {
  const target = toolName ?? promptName;
  return target === undefined ? method : `${method} ${boundedText(target)}`;
}

const PEER: AttributeTable<McpPeer> = [
  [MCP_ATTRIBUTES.protocolVersion, 'protocolVersion'],
  [
    MCP_ATTRIBUTES.networkTransport,
    ({ serverPort }) => (serverPort === undefined ? 'unix' : 'tcp'),
  ],
  [A.networkProtocolName, () => 'http'],
  [MCP_ATTRIBUTES.networkProtocolVersion, 'httpVersion'],
  [A.serverAddress, 'serverAddress'],
  [A.serverPort, 'serverPort'],
];

const OPERATION: AttributeTable<McpOperation> = [
  [MCP_ATTRIBUTES.methodName, 'method'],
  [
    A.operationName,
    ({ method }) => (method === 'tools/call' ? EXECUTE_TOOL : undefined),
  ],
  [MCP_ATTRIBUTES.toolName, 'toolName'],
  [MCP_ATTRIBUTES.promptName, 'promptName'],
  [MCP_ATTRIBUTES.jsonRpcVersion, 'jsonRpcVersion'],
  ...PEER,
];

const FAILURE: AttributeTable<McpOperation> = [
  [MCP_ATTRIBUTES.responseStatusCode, 'errorCode'],
  [A.errorType, 'errorType'],
];

/** Attributes of a span, known when the message is sent. */
export const MCP_REQUEST: AttributeTable<McpOperation> = [
  ...OPERATION,
  [MCP_ATTRIBUTES.requestId, 'requestId'],
  [MCP_ATTRIBUTES.resourceUri, 'resourceUri'],
  [MCP_ATTRIBUTES.sessionId, 'sessionId'],
  [A.requestResendCount, operation => operation.resendCount || undefined],
];

/** Attributes of a span, known at its end: the first message of a session learns its id and its version from the answer. */
export const MCP_RESPONSE: AttributeTable<McpOperation> = [
  [MCP_ATTRIBUTES.sessionId, 'sessionId'],
  [MCP_ATTRIBUTES.protocolVersion, 'protocolVersion'],
  ...FAILURE,
];

/** Attributes of the duration of one operation: those of its span, without ids and addresses of resources. */
export const MCP_OPERATION_METRIC: AttributeTable<McpOperation> = [
  ...OPERATION,
  ...FAILURE,
];

/** Attributes of the duration of a session. */
export const MCP_SESSION_METRIC: AttributeTable<
  McpPeer & { readonly errorType?: string | undefined }
> = [...PEER, [A.errorType, 'errorType']];

const SECONDS = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
];

/** The instruments of an MCP client; the same in every profile. */
export const MCP_METRICS = {
  operation: {
    name: 'mcp.client.operation.duration',
    description:
      'Duration of an MCP request or notification, from its sending to its response or acknowledgement',
    unit: 's',
    kind: 'histogram',
    valueType: 'double',
    boundaries: SECONDS,
  },
  session: {
    name: 'mcp.client.session.duration',
    description: 'Duration of an MCP session, as its client observes it',
    unit: 's',
    kind: 'histogram',
    valueType: 'double',
    boundaries: SECONDS,
  },
} as const satisfies Record<string, MetricDefinition>;
