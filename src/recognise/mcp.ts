// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { HeaderReader } from '../dialects/dialect.ts';
import { endOfPath, lengthWithoutSlash } from './path-ends.ts';

/** Header that names the session of a message. */
export const SESSION_HEADER = 'mcp-session-id';
/** Header that names the version of the protocol. */
export const VERSION_HEADER = 'mcp-protocol-version';

const PATH = '/mcp';

/** Whether a request goes to the usual path of an MCP server. Its body decides. */
export function hasMcpPath(method: string, target: string): boolean {
  if (!isPost(method)) return false;
  const end = lengthWithoutSlash(target, endOfPath(target));
  return target.startsWith(PATH, end - PATH.length);
}

/**
 * Whether a client accepts what a server of the streamable HTTP transport may answer with: it must accept both.
 *
 * @see https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#sending-messages-to-the-server
 */
export function acceptsMcp(accept: string): boolean {
  return (
    /text\/event-stream/i.test(accept) && /application\/json/i.test(accept)
  );
}

/** Whether a message may be sent by a method; undici passes it on in the case that it was given. */
export function isPost(method: string): boolean {
  return method === 'POST' || method === 'post';
}

/** Whether a header says that the protocol is spoken, whatever the method of the message. */
export function saysMcp(header: HeaderReader): boolean {
  return (
    header(VERSION_HEADER) !== undefined || header(SESSION_HEADER) !== undefined
  );
}
