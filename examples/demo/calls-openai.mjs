// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const question = 'Why was the answer so slow, and who will notice it first?';
const messages = [{ role: 'user', content: question }];
const tools = [
  {
    type: 'function',
    function: {
      name: 'find_order',
      parameters: {
        type: 'object',
        properties: { customer: { type: 'string' } },
      },
    },
  },
];

/** What the `openai` client can do. */
export function openaiCalls({ openai, customerAnswer }) {
  const chat = (name, body) =>
    openai.chat.completions.create(
      { messages, ...body },
      { headers: { 'x-demo-call': name } }
    );
  return [
    {
      kind: 'openai client, chat',
      times: 12,
      sees: /^stop$/,
      run: async name =>
        (await chat(name, { model: 'gpt-4o' })).choices[0].finish_reason,
    },
    {
      kind: 'openai client, chat with a small model',
      times: 16,
      sees: /^(stop,?){2}$/,
      run: async name => {
        const body = { model: 'gpt-4o-mini', n: 2, temperature: 0.2 };
        const { choices } = await chat(name, body);
        return choices.map(choice => choice.finish_reason).join();
      },
    },
    {
      kind: 'openai client, stream that reports usage',
      times: 8,
      sees: /^\d+ chunks, \d+ tokens$/,
      run: async name => {
        const stream_options = { include_usage: true };
        const body = { model: 'gpt-4o', stream: true, stream_options };
        const { chunks, last } = await readAll(await chat(name, body));
        return `${chunks} chunks, ${last.usage.total_tokens} tokens`;
      },
    },
    {
      kind: 'openai client, stream without usage',
      times: 6,
      sees: /^\d+ chunks, stop$/,
      run: async name => {
        const body = { model: 'gpt-4o-mini', stream: true };
        const { chunks, last } = await readAll(await chat(name, body));
        return `${chunks} chunks, ${last.choices[0].finish_reason}`;
      },
    },
    {
      kind: 'openai client, stream of a tool call',
      times: 2,
      sees: /^tool_calls$/,
      run: async name => {
        const body = { model: 'gpt-4o', stream: true, tools };
        const { last } = await readAll(await chat(name, body));
        return last.choices[0].finish_reason;
      },
    },
    {
      kind: 'openai client, responses',
      times: 4,
      sees: /^completed$/,
      run: async name => {
        const body = { model: 'gpt-5-mini', input: question };
        const headers = { 'x-demo-call': name };
        return (await openai.responses.create(body, { headers })).status;
      },
    },
    {
      kind: 'openai client, responses as a stream',
      times: 4,
      sees: /^response.completed$/,
      run: async name => {
        const body = { model: 'gpt-5-mini', input: question, stream: true };
        const headers = { 'x-demo-call': name };
        const stream = await openai.responses.create(body, { headers });
        return (await readAll(stream)).last.type;
      },
    },
    {
      kind: 'openai client, embeddings',
      times: 6,
      sees: /^1536 dimensions$/,
      run: async name => {
        const body = { model: 'text-embedding-3-small', input: question };
        const headers = { 'x-demo-call': name };
        const { data } = await openai.embeddings.create(body, { headers });
        return `${data[0].embedding.length} dimensions`;
      },
    },
    {
      kind: "three calls under the application's own span",
      attempts: 3,
      sees: /^tool_calls, then stop$/,
      run: name => customerAnswer(name, messages, tools),
    },
  ];
}

/** Reads a stream of the client to its end. */
async function readAll(stream) {
  let chunks = 0;
  let last;
  for await (const chunk of stream) {
    chunks++;
    last = chunk;
  }
  return { chunks, last };
}
