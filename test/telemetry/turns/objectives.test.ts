// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../../src/slo/objectives/objective-input.ts';
import { errorClassOf } from '../../../src/slo/objectives/error-classes.ts';
import { promiseOf } from '../../../src/slo/objectives/promise.ts';
import { latencySeries } from '../../../src/slo/sli/metric-names.ts';
import { matchersOf } from '../../../src/slo/sli/promql.ts';
import { track, type Tracked } from '../support/tracked.ts';
import { fixture, openSocket } from './fake-socket.ts';

const target = { kind: 'availability', target: 99, groupBy: [] } as const;
const objectives: ObjectiveInput[] = [
  { name: 'all', ...target },
  { name: 'turns', ...target, match: { transport: 'websocket' } },
  { name: 'http', ...target, match: { transport: 'http' } },
  {
    name: 'audio',
    kind: 'latency',
    metric: 'time_to_first_audio',
    threshold: '42s',
    target: 95,
    groupBy: [],
  },
];

describe('an objective on turns over WebSocket', () => {
  let tracked: Tracked;
  beforeEach(() => (tracked = track()));
  afterEach(() => tracked.stop());

  it('counts them, and one on HTTP does not', async () => {
    const slo = { service: 'agent', objectives };
    for (const name of ['openai-realtime-voice', 'openai-responses-ends']) {
      const { url, events } = fixture(name);
      openSocket(tracked, url, { slo }).play(events);
    }
    const events = await tracked.values('genai.slo.events');
    const counted = events
      .filter(({ value }) => value !== 0)
      .map(({ slo: name, outcome, value }) => [name, outcome, value].join(' '))
      .sort();
    assert.deepEqual(counted, [
      'all bad 3',
      'all excluded 2',
      'all good 2',
      'audio excluded 5',
      'audio good 1',
      'turns bad 3',
      'turns excluded 2',
      'turns good 2',
    ]);
  });

  it('has its threshold among the boundaries', async () => {
    const { url, events } = fixture('openai-realtime-asked');
    openSocket(tracked, url, { slo: { service: 'a', objectives } }).play(
      events
    );
    const [series] = await tracked.series('genai.client.time_to_first_audio');
    assert.ok(series!.boundaries.includes(42));
    assert.equal(series!.attributes['network.protocol.name'], 'websocket');
    assert.equal(series!.count, 1);
  });

  it('is read from their series, in each profile', () => {
    const [, turns, http, audio] = resolveObjectives({
      service: 'agent',
      objectives,
    }).objectives;
    assert.deepEqual(matchersOf(turns!.match), [
      'network_protocol_name="websocket"',
    ]);
    assert.deepEqual(matchersOf(http!.match), ['network_protocol_name=""']);
    for (const semconv of ['v1.41', 'latest'] as const) {
      assert.equal(
        latencySeries('time_to_first_audio', { semconv }, audio!.match),
        'genai_client_time_to_first_audio'
      );
    }
    assert.equal(promiseOf(turns!), '99 % of the calls succeed (websocket)');
    assert.equal(
      promiseOf(audio!),
      '95 % of the first sounds take 42 s or less'
    );
  });

  it('judges close codes', () => {
    const classes = ['1006', '1011', '1012', '1008', '1000'].map(code =>
      errorClassOf(code)
    );
    assert.deepEqual(classes, [
      'network',
      'server',
      'server',
      'request',
      'network',
    ]);
  });

  it('is refused where transports are not told apart', () => {
    const refused: readonly ObjectiveInput[] = [
      {
        name: 'a',
        kind: 'cost',
        budget: 1,
        match: { transport: 'websocket' },
      },
      { ...objectives[3], match: { transport: 'http' } } as ObjectiveInput,
      { name: 'a', ...target, match: { transport: 'grpc' as 'http' } },
    ];
    for (const objective of refused) {
      assert.throws(
        () => resolveObjectives({ service: 'agent', objectives: [objective] }),
        /transport/,
        JSON.stringify(objective)
      );
    }
  });
});
