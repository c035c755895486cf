// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { trace } from '@opentelemetry/api';
import { jsonBody } from './clients.mjs';

const messages = [
  { role: 'user', content: 'Book me a table where it is dry.' },
];
const parameters = { type: 'object', properties: {} };
const tools = [{ type: 'function', function: { name: 'weather', parameters } }];

/** Tools of an MCP server, by themselves and between the answers of a model. */
export function toolCalls({ openai, post }, { mcp }) {
  const callTool = toolCaller(post, mcp);
  return [
    {
      kind: 'an agent with two tools',
      attempts: 4,
      tools: 2,
      sees: /^tool_calls, weather: done, book: done, stop$/,
      run: name => runAgent(openai, name, tool => callTool(name, tool)),
    },
    {
      kind: 'a tool that fails',
      times: 2,
      tools: 1,
      sees: /^true$/,
      run: async name =>
        String((await callTool(name, 'broken')).result.isError),
    },
  ];
}

/** Calls a tool of an MCP server, with nothing but `fetch`. */
export function toolCaller(post, mcp) {
  return async (name, tool) => {
    const params = { name: tool, arguments: { city: 'Oslo' } };
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    const accept = 'application/json, text/event-stream';
    return jsonBody(await post.fetch(mcp, name, body, { accept }));
  };
}

/** Asks a model, calls the tools, and asks again, under a span of the application's own. */
function runAgent(openai, name, callTool) {
  const options = { headers: { 'x-demo-call': name } };
  const chat = async body => {
    const all = { model: 'gpt-4o', ...body };
    const { choices } = await openai.chat.completions.create(all, options);
    return choices[0];
  };
  const tracer = trace.getTracer('demo-application');
  return tracer.startActiveSpan('run an agent', async span => {
    try {
      const { message, finish_reason } = await chat({ messages, tools });
      const results = [];
      for (const tool of ['weather', 'book']) {
        results.push((await callTool(tool)).result.content[0].text);
      }
      const tool_call_id = message.tool_calls[0].id;
      const said = { role: 'tool', tool_call_id, content: results.join() };
      const last = await chat({
        messages: [...messages, message, said],
        tools,
      });
      return [finish_reason, ...results, last.finish_reason].join(', ');
    } finally {
      span.end();
    }
  });
}
