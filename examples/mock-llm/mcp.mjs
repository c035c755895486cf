// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { failure } from './failures.mjs';
import { sse } from './sse.mjs';

/**
 * An MCP server of the streamable HTTP transport: `/mcp` answers in JSON, `/mcp-events` in server-sent events. The tool
 * `broken` reports a failure, and of what is no tool the parameters are wrong.
 *
 * @see https://modelcontextprotocol.io/specification/2025-06-18/basic/transports
 */
export const mcp = {
  name: 'mcp',
  routes: [
    { method: 'POST', path: /\/mcp(-events)?$/, answer: post },
    {
      method: 'GET',
      path: /\/mcp(-events)?$/,
      // It has nothing to say by itself.
      answer: () => ({ status: 405, json: {} }),
    },
    {
      method: 'DELETE',
      path: /\/mcp(-events)?$/,
      answer: () => ({ json: {} }),
    },
  ],
  authorized: () => true,
  headers: () => ({}),
  /** Names the method in the place of a model. */
  modelOf: ({ body }) => body?.method ?? 'response',
  error: (kind, call) =>
    failure(kind, call, {
      body: ({ message }) => ({
        jsonrpc: '2.0',
        id: null,
        error: { code: -32000, message },
      }),
    }),
};

const TOOLS = ['weather', 'book', 'broken'];
const SESSION = 'mock-session';

function post({ path, body }) {
  const { id, method, params } = body;
  if (id === undefined) return { status: 202, text: '' };
  const message = { jsonrpc: '2.0', id, ...responseTo(method, params) };
  const headers =
    method === 'initialize' ? { 'mcp-session-id': SESSION } : undefined;
  if (!path.endsWith('-events')) return { json: message, headers };
  const progress = { progressToken: id, progress: 1 };
  const note = { method: 'notifications/progress', params: progress };
  const events = [{ jsonrpc: '2.0', ...note }, message];
  return { stream: events.map(event => sse(event, 'message')), headers };
}

function responseTo(method, params) {
  switch (method) {
    case 'initialize':
      return {
        result: {
          protocolVersion: params.protocolVersion,
          capabilities: { tools: {} },
          serverInfo: { name: 'mock', version: '1.0.0' },
        },
      };
    case 'ping':
      return { result: {} };
    case 'tools/list':
      return {
        result: {
          tools: TOOLS.map(name => ({ name, inputSchema: { type: 'object' } })),
        },
      };
    case 'tools/call': {
      if (!TOOLS.includes(params?.name)) {
        return { error: { code: -32602, message: 'no such tool' } };
      }
      const content = [{ type: 'text', text: `${params.name}: done` }];
      return {
        result: { content, ...(params.name === 'broken' && { isError: true }) },
      };
    }
    default:
      return { error: { code: -32601, message: 'no such method' } };
  }
}
