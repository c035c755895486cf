// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../dialects/dialect.ts';
import { endOfPath, lengthWithoutSlash } from './path-ends.ts';

/** Header with the session id of a message. */
export const SESSION_HEADER = 'mcp-session-id';
/** Header with the version of the protocol. */
export const VERSION_HEADER = 'mcp-protocol-version';

const PATH = '/mcp';

/** Whether a request goes to the usual path of an MCP server. If so, its body decides. */
export function hasMcpPath(method: string, target: string): boolean {
  if (!isPost(method)) return false;
  const end = lengthWithoutSlash(target, endOfPath(target));
  return target.startsWith(PATH, end - PATH.length);
}

/**
 * Whether a client accepts both content types of the streamable HTTP transport, as it must.
 *
 * @see https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#sending-messages-to-the-server
 */
export function acceptsMcp(accept: string): boolean {
  return (
    /text\/event-stream/i.test(accept) && /application\/json/i.test(accept)
  );
}

/** Whether messages can be sent with an HTTP method. undici keeps the letter case of the caller. */
export function isPost(method: string): boolean {
  return method === 'POST' || method === 'post';
}

/** Whether a header identifies the protocol, whatever the method of the message. */
export function saysMcp(headers: HeaderReader): boolean {
  return (
    headers.get(VERSION_HEADER) !== undefined ||
    headers.get(SESSION_HEADER) !== undefined
  );
}
