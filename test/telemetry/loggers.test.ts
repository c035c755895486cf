// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import * as api from '@opentelemetry/api';
import {
  loggerFinder,
  registeredLoggers,
} from '../../src/telemetry/loggers.ts';
import type {
  EventLoggerProvider,
  EventRecord,
} from '../../src/telemetry/providers.ts';
import { PATH, transports } from './support/calling.ts';
import { logging } from './support/logged.ts';
import { completion, json, scriptedServer } from './support/scripted-server.ts';
import { track } from './support/tracked.ts';

/** Versions of the API before 1.10 have no logs. */
const { logs } = api as {
  logs?: {
    getLoggerProvider(): object;
    setGlobalLoggerProvider(provider: object): void;
    disable(): void;
  };
};

/** Where @opentelemetry/api-logs, the package of the SDK 2.x line, keeps its provider. */
const API_LOGS = Symbol.for('io.opentelemetry.js.api.logs');
const globals = globalThis as { [API_LOGS]?: unknown };

/** As setGlobalLoggerProvider of that package does it. */
function registerApiLogs(provider: object): void {
  globals[API_LOGS] = (contract: number) =>
    contract === 1 ? provider : undefined;
}

const scope = { name: 'scope', version: '1', schemaUrl: 'https://schema.test' };

describe('the logger of events', () => {
  afterEach(() => {
    logs?.disable();
    delete globals[API_LOGS];
  });

  it('is none when nobody has registered one', () => {
    assert.equal(registeredLoggers(), undefined);
    assert.equal(loggerFinder(scope, {})(), undefined);
  });

  if (logs !== undefined) {
    it('is that of the API, where the API has logs', () => {
      const { provider } = logging();
      logs.setGlobalLoggerProvider(provider);
      assert.equal(registeredLoggers(), provider);
    });
  }

  it('is that of the package for logs, which need not be installed', () => {
    const { provider } = logging();
    registerApiLogs(provider);
    assert.equal(registeredLoggers(), provider);
  });

  it('is asked for once with our scope, and again when the provider changed', () => {
    const asked: unknown[] = [];
    const newProvider = (): EventLoggerProvider => ({
      getLogger(...args) {
        asked.push(args);
        return { emit() {} };
      },
    });
    const find = loggerFinder(scope, {});
    registerApiLogs(newProvider());
    assert.equal(find(), find());
    registerApiLogs(newProvider());
    find();
    const ours = ['scope', '1', { schemaUrl: 'https://schema.test' }];
    assert.deepEqual(asked, [ours, ours]);
  });

  /** What the SDK's loader hands over before anything is registered. */
  const standIns = {
    ...(logs && { 'API 1.10': () => logs.getLoggerProvider() }),
    'the package for logs': () => ({
      getLogger: () => assert.fail('asked a stand-in'),
      getDelegateLogger: () => undefined,
    }),
  };
  for (const [name, standIn] of Object.entries(standIns)) {
    it(`is the one that comes later, where ${name} gave a stand-in for it`, async () => {
      const server = await scriptedServer((_, response) =>
        json(response, 200, completion)
      );
      const tracked = track({ captureContent: 'event' });
      const { provider, events } = logging();
      try {
        tracked.instrumentation.setLoggerProvider(standIn());
        const send = () =>
          transports['fetch']!(server.origin + PATH, {
            body: JSON.stringify({ model: 'gpt-4o', messages: [] }),
          });
        await send();
        assert.deepEqual(events(), []);
        if (logs === undefined) registerApiLogs(provider);
        else logs.setGlobalLoggerProvider(provider);
        await send();
        assert.equal(events().length, 1);
      } finally {
        await tracked.stop();
        await server.close();
      }
    });
  }

  it('is not troubled when it wants no such record', async () => {
    const server = await scriptedServer((_, response) =>
      json(response, 200, completion)
    );
    const tracked = track({ captureContent: 'event', semconv: 'latest' });
    const asked: unknown[] = [];
    try {
      tracked.instrumentation.setLoggerProvider({
        getLogger: () => ({
          emit: () => assert.fail('emitted'),
          enabled({ context: _, ...record }: Partial<EventRecord>) {
            asked.push(record);
            return false;
          },
        }),
      });
      await transports['fetch']!(server.origin + PATH, {
        body: JSON.stringify({ model: 'gpt-4o', messages: [] }),
      });
      assert.deepEqual(asked, [
        {
          eventName: 'gen_ai.client.inference.operation.details',
          severityNumber: 5,
          severityText: 'DEBUG',
        },
      ]);
      assert.equal(tracked.genai().length, 1);
    } finally {
      await tracked.stop();
      await server.close();
    }
  });
});
