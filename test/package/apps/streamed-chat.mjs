// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Makes streamed chats by fetch, and prints the files of src/ in which functions ran for the last of them. Run with tsx:
// the built library is one file.
import { createServer } from 'node:http';
import { Session } from 'node:inspector/promises';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from '../../../src/index.ts';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const instrumentation = new GenAIInstrumentation();
instrumentation.setTracerProvider(new TracerProvider());
instrumentation.setMeterProvider(
  new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new InMemoryMetricExporter(AggregationTemporality.DELTA),
        exportIntervalMillis: 2 ** 30,
      }),
    ],
  })
);

const event = value => `data: ${JSON.stringify(value)}\n\n`;
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'text/event-stream');
    const delta = { content: 'word' };
    const id = { id: 'chatcmpl-1', model: 'gpt-4o-2024-08-06' };
    for (let index = 0; index < 20; index++) {
      response.write(event({ ...id, choices: [{ index: 0, delta }] }));
    }
    const usage = { prompt_tokens: 3, completion_tokens: 20 };
    const choices = [{ index: 0, delta: {}, finish_reason: 'stop' }];
    response.end(event({ ...id, choices, usage }) + 'data: [DONE]\n\n');
  });
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${server.address().port}/v1/chat/completions`;
const chat = async () => {
  const body = JSON.stringify({ model: 'gpt-4o', stream: true, messages: [] });
  await (await fetch(url, { method: 'POST', body })).text();
};
for (let index = 0; index < 3; index++) await chat();

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', {
  callCount: true,
  detailed: false,
});
await chat();
const sources = new URL('../../../src/', import.meta.url).href;
const { result } = await session.post('Profiler.takePreciseCoverage');
const files = result
  .filter(({ url: file }) => file.startsWith(sources))
  .filter(({ functions }) =>
    functions.some(
      // The one that begins at 0 is the module itself.
      ({ ranges: [{ startOffset, count }] }) => startOffset > 0 && count > 0
    )
  )
  .map(({ url: file }) => file.slice(sources.length));
console.log(JSON.stringify(files.sort()));
server.closeAllConnections();
server.close();
session.disconnect();
