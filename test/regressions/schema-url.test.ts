// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from '../../src/index.ts';
import { BODY, PATH, transports } from '../telemetry/support/calling.ts';
import {
  completion,
  json,
  scriptedServer,
} from '../telemetry/support/scripted-server.ts';

describe('spans', () => {
  for (const registered of ['before', 'after'] as const) {
    it(`have a schema URL where the provider is registered ${registered} the instrumentation is made`, async () => {
      const spans: ReadableSpan[] = [];
      const provider = new TracerProvider({
        spanProcessors: [
          {
            onStart() {},
            onEnd: (span: ReadableSpan) => void spans.push(span),
            forceFlush: () => Promise.resolve(),
            shutdown: () => Promise.resolve(),
          },
        ],
      });
      const server = await scriptedServer((_, response) =>
        json(response, 200, completion)
      );
      context.setGlobalContextManager(
        new AsyncLocalStorageContextManager().enable()
      );
      if (registered === 'before') trace.setGlobalTracerProvider(provider);
      const instrumentation = new GenAIInstrumentation();
      try {
        if (registered === 'after') {
          // A call before there is a provider must not fix the tracer.
          await transports['fetch']!(server.origin + PATH, { body: BODY });
          trace.setGlobalTracerProvider(provider);
        }
        await transports['fetch']!(server.origin + PATH, { body: BODY });
        assert.equal(spans.length, 1);
        assert.equal(
          spans[0]!.instrumentationScope.schemaUrl,
          'https://opentelemetry.io/schemas/1.41.0'
        );
      } finally {
        instrumentation.disable();
        trace.disable();
        context.disable();
        await server.close();
      }
    });
  }
});
