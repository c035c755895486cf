// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An ES module that imports undici after us, and whose first call is answered by a mock: prints how many spans it made.
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from '../../../src/index.ts';

let spans = 0;
const tracerProvider = new TracerProvider({
  spanProcessors: [
    {
      onStart() {},
      onEnd: () => void spans++,
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
  ],
});
new GenAIInstrumentation().setTracerProvider(tracerProvider);

const { MockAgent, request } = await import('undici');
const dispatcher = new MockAgent();
dispatcher.disableNetConnect();
dispatcher
  .get('http://model.example')
  .intercept({ path: '/v1/chat/completions', method: 'POST' })
  .reply(200, '{}');
const { body } = await request('http://model.example/v1/chat/completions', {
  method: 'POST',
  body: '{"model":"example-model"}',
  dispatcher,
});
await body.text();
console.log(spans);
