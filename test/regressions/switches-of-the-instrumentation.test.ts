// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { GenAIInstrumentation } from '../../src/index.ts';
import { startLlm, type Llm } from '../support/llm.ts';

describe('an instrumentation that is switched off, or given other options', () => {
  let llm: Llm;
  let names: string[] = [];
  let instrumentation: GenAIInstrumentation;
  const tracerProvider = new TracerProvider({
    spanProcessors: [
      {
        onStart: () => {},
        onEnd: span => void names.push(span.name),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    ],
  });
  const register = (config: object): void => {
    instrumentation = new GenAIInstrumentation(config);
    registerInstrumentations({
      instrumentations: [instrumentation],
      tracerProvider,
    });
  };
  const call = async (): Promise<number> => {
    names = [];
    const response = await fetch(`${llm.url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'gpt-4o', messages: [] }),
      headers: { 'content-type': 'application/json' },
    });
    await response.text();
    await new Promise(done => setTimeout(done, 20));
    return names.length;
  };

  before(async () => {
    llm = await startLlm();
  });
  afterEach(() => {
    instrumentation.disable();
    delete process.env['OTEL_NODE_DISABLED_INSTRUMENTATIONS'];
  });
  after(() => llm.close());

  it('watches as usual', async () => {
    register({});
    assert.equal(await call(), 1);
  });

  it('stays off where registerInstrumentations() enables everything', async () => {
    register({ enabled: false });
    assert.equal(await call(), 0);
    registerInstrumentations({
      instrumentations: [instrumentation],
      tracerProvider,
    });
    assert.equal(await call(), 0);
    assert.equal(instrumentation.getConfig().enabled, false);
  });

  it('stays off by OTEL_NODE_DISABLED_INSTRUMENTATIONS', async () => {
    process.env['OTEL_NODE_DISABLED_INSTRUMENTATIONS'] = 'http,GenAI';
    register({});
    assert.equal(await call(), 0);
  });

  it('is switched on by enable() and off by disable()', async () => {
    register({ enabled: false });
    instrumentation.enable();
    assert.equal(await call(), 1);
    instrumentation.disable();
    assert.equal(await call(), 0);
  });

  it('takes other options from the next call on', async () => {
    register({});
    instrumentation.setConfig({ ignoreRequest: () => true });
    assert.equal(await call(), 0);
    instrumentation.setConfig({});
    assert.equal(await call(), 1);
    instrumentation.setConfig({ enabled: false });
    assert.equal(await call(), 0);
    instrumentation.setConfig({ enabled: true });
    assert.equal(await call(), 1);
  });

  it('throws nothing into the running application for options that do not fit', async () => {
    register({});
    instrumentation.setConfig({
      ignoreRequest: () => true,
      nonsense: 1,
    } as object);
    assert.equal(await call(), 0);
    instrumentation.setConfig({});
    instrumentation.setConfig({ maxModels: -1, ignoreRequest: () => true });
    assert.equal(await call(), 1);
  });
});
