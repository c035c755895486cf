// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { asObject, asText, said } from '../fields.ts';

/**
 * A request or notification of an MCP client.
 *
 * @see https://modelcontextprotocol.io/specification/2025-06-18/basic
 */
export interface McpMessage {
  readonly method: string;
  /** The id as text; a notification has none. */
  readonly id?: string;
  /** The JSON-RPC version, if it is not `2.0`. */
  readonly version?: string;
  readonly toolName?: string;
  readonly promptName?: string;
  readonly resourceUri?: string;
  /** For `initialize`, the version that the client requests. */
  readonly protocolVersion?: string;
  /** Arguments of a tool. */
  readonly arguments?: unknown;
  /** For `notifications/cancelled`, the id of the request that the client gives up. */
  readonly cancelledId?: string;
  /** For `notifications/cancelled`, whether the client gives the request up because its time is over. */
  readonly timedOut?: boolean;
}

/** The response to one request. */
export interface McpAnswer {
  readonly id: string;
  /** Code of a JSON-RPC error. */
  readonly errorCode?: string;
  /** A tool ran, and reported that it failed. */
  readonly toolFailed?: true;
  /** For `initialize`, the version that the server chose. */
  readonly protocolVersion?: string;
  readonly result?: unknown;
}

/** Methods of the protocol; messages of extensions have other methods and are recognised by a header. */
const METHOD =
  /^(?:initialize|ping|completion\/complete|logging\/setLevel|(?:tools|resources|prompts|notifications|roots|sampling|elicitation|tasks)\/[\w/-]+)$/;

/** Methods whose parameter `uri` is the URI of a resource. */
const WITH_URI: ReadonlySet<string> = new Set([
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'notifications/resources/updated',
]);

/** @see https://modelcontextprotocol.io/specification/2025-06-18/basic/utilities/cancellation */
const CANCELLED = 'notifications/cancelled';

/** In the free text of a reason: "Request timed out", "TimeoutError: …". */
const TIMEOUT = /timed?[ -]?out/i;

/** Maximum number of messages that are read from one body. */
const MAX_MESSAGES = 100;

/**
 * Reads the requests and notifications of a body: one message, or an array of them. Skips responses to requests of the
 * server.
 *
 * @param anyMethod whether a header identifies the protocol, so that methods of extensions are accepted.
 */
export function readMessages(body: unknown, anyMethod: boolean): McpMessage[] {
  const all: readonly unknown[] = Array.isArray(body) ? body : [body];
  return all.slice(0, MAX_MESSAGES).flatMap(each => {
    const message = asObject(each);
    const method = asText(message['method']);
    if (method === undefined || message['jsonrpc'] === undefined) return [];
    if (!anyMethod && !METHOD.test(method)) return [];
    const params = asObject(message['params']);
    const version = asText(message['jsonrpc']);
    return said<McpMessage>({
      method,
      id: idOf(message['id']),
      version: version === '2.0' ? undefined : version,
      toolName: method === 'tools/call' ? asText(params['name']) : undefined,
      promptName: method === 'prompts/get' ? asText(params['name']) : undefined,
      resourceUri: WITH_URI.has(method) ? asText(params['uri']) : undefined,
      protocolVersion:
        method === 'initialize' ? asText(params['protocolVersion']) : undefined,
      arguments: method === 'tools/call' ? params['arguments'] : undefined,
      ...(method === CANCELLED && {
        cancelledId: idOf(params['requestId']),
        timedOut: TIMEOUT.test(asText(params['reason']) ?? ''),
      }),
    });
  });
}

/** Reads the responses in a value of an answer: one message, or an array of them. Skips other messages of the server. */
export function readAnswers(value: unknown): McpAnswer[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap(each => {
    const message = asObject(each);
    const id = idOf(message['id']);
    const { error, result } = message;
    if (id === undefined || (error === undefined && result === undefined)) {
      return [];
    }
    const { isError, protocolVersion } = asObject(result);
    return said<McpAnswer>({
      id,
      errorCode: error === undefined ? undefined : codeOf(error),
      toolFailed: isError === true ? true : undefined,
      protocolVersion: asText(protocolVersion),
      result,
    });
  });
}

/** Code of an error that answers no request: its id is null, because the server could not read the message. */
export function errorCodeOf(value: unknown): string | undefined {
  const { jsonrpc, id, error } = asObject(value);
  return jsonrpc !== undefined && idOf(id) === undefined && error !== undefined
    ? codeOf(error)
    : undefined;
}

function codeOf(error: unknown): string | undefined {
  const { code } = asObject(error);
  return typeof code === 'number' && Number.isSafeInteger(code)
    ? String(code)
    : '_OTHER';
}

function idOf(id: unknown): string | undefined {
  return typeof id === 'string' || typeof id === 'number'
    ? String(id)
    : undefined;
}
