// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { openCalls } from '../../src/observe/open-calls.ts';
import {
  event,
  scriptedServer,
  type ScriptedServer,
} from './support/scripted-server.ts';
import { track, type Tracked } from './support/tracked.ts';

describe('calls that are open when the process is to end', () => {
  let tracked: Tracked;
  let server: ScriptedServer;
  let open: ServerResponse[];
  let asked: (times: number) => Promise<void>;

  beforeEach(async () => {
    open = [];
    const requests = new EventEmitter();
    asked = async times => {
      while (open.length < times) await once(requests, 'request');
    };
    tracked = track();
    server = await scriptedServer(({ url }, response) => {
      open.push(response);
      requests.emit('request');
      if (url?.startsWith('/silent') === true) return;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event('Hel'));
    });
  });
  afterEach(async () => {
    await tracked.stop();
    await server.close();
  });

  const post = (place: string): Promise<Response> =>
    fetch(`${server.origin}/${place}/v1/chat/completions`, {
      method: 'POST',
      body: '{"model":"gpt-4o","stream":true}',
    });

  const seen = async (): Promise<unknown> => ({
    spans: tracked.genai().map(({ attributes }) => attributes['error.type']),
    durations: (await tracked.series('gen_ai.client.operation.duration')).map(
      ({ count, attributes }) => [count, attributes['error.type']]
    ),
  });

  it('end as aborted, once, though the answer goes on', async () => {
    const stream = await post('stream');
    const silent = post('silent');
    await asked(2);
    openCalls.abandonAll('SIGTERM');
    const aborted = {
      spans: ['aborted', 'aborted'],
      durations: [
        [1, 'aborted'],
        [1, 'aborted'],
      ],
    };
    assert.deepEqual(await seen(), aborted);

    open[0]!.end(`${event('lo')}data: [DONE]\n\n`);
    open[1]!.end(event('late'));
    assert.match(await stream.text(), /DONE/);
    assert.match(await (await silent).text(), /late/);
    openCalls.abandonAll('SIGTERM');
    assert.deepEqual(await seen(), aborted);
  });

  it('are none once they have ended', async () => {
    const stream = await post('stream');
    open[0]!.end(`${event('lo')}data: [DONE]\n\n`);
    await stream.text();
    openCalls.abandonAll('SIGTERM');
    assert.deepEqual(await seen(), {
      spans: [undefined],
      durations: [[1, undefined]],
    });
  });
});
