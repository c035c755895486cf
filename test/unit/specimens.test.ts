// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { queryObjects } from 'node:v8';
import { describe, it } from 'mocha';
import { resolveConfig } from '../../src/config/config.ts';
import { SseReader } from '../../src/decode/framing/sse.ts';
import { EventTail } from '../../src/decode/kept/event-tail.ts';
import { KeptEvents } from '../../src/decode/kept/kept-events.ts';
import { openCalls } from '../../src/observe/open-calls.ts';
import { RequestReader } from '../../src/observe/request-reader.ts';
import { ResponseReader } from '../../src/observe/response-reader.ts';
import { keepSpecimens } from '../../src/observe/specimens.ts';
import { CallContext } from '../../src/telemetry/span.ts';

const shapes = new URL('apps/specimen-shapes.ts', import.meta.url);
const effects = new URL('apps/specimen-effects.ts', import.meta.url);

/** Runs an application in a process of its own. @returns what it printed. */
function run(app: URL, ...args: readonly string[]): unknown {
  const program = ['--import', 'tsx', fileURLToPath(app), ...args];
  return JSON.parse(execFileSync(process.execPath, program).toString());
}

const config = resolveConfig({
  requestHook: () => assert.fail('a hook ran'),
  responseHook: () => assert.fail('a hook ran'),
  ignoreRequest: () => assert.fail('a hook ran'),
});

describe('the specimens of a call', () => {
  it('stay when nothing else of their class is left', () => {
    const calls = keepSpecimens(config);
    assert.equal(calls.length, 4);
    assert.ok(calls.every(call => call !== undefined));
    assert.equal(openCalls.size, 0);
    for (const kind of [
      RequestReader,
      ResponseReader,
      CallContext,
      SseReader,
      KeptEvents,
      EventTail,
    ]) {
      assert.ok(queryObjects(kind, { format: 'count' }) > 0, kind.name);
    }
    assert.equal(keepSpecimens(config), calls);
  });

  it('have the shapes of a real call', () => {
    assert.deepEqual(run(shapes), []);
  });

  for (const mode of ['none', 'domain', 'own', 'platform']) {
    it(`of the wire are not noticed by an application: ${mode}`, () => {
      assert.deepEqual(run(effects, mode), {
        loaded: [],
        ran: mode === 'own' ? 1 : 0,
        open: 0,
        stores: 0,
        domains: 0,
        // Nothing of the client's headers is kept.
        ...(mode === 'platform' && { headers: 1 }),
      });
    });
  }
});
