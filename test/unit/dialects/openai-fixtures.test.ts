// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import type { Dialect, DialectRoute } from '../../../src/dialects/dialect.ts';
import { dialectsByName } from '../../../src/dialects/dialects-by-name.ts';
import type { Wire } from '../../../src/dialects/fields.ts';
import {
  looksLikeInference,
  mayBeInference,
  recognise,
} from '../../../src/recognise.ts';
import {
  eventsOf,
  fixtureDialects,
  fixtureFiles,
  type WireFixture,
  wireFixtures,
} from './wire-fixtures.ts';

const openaiDialects = [
  'openai-chat',
  'openai-completions',
  'openai-responses',
  'openai-embeddings',
] as const;

/** What every dialect must have been tried with, where its API can do it. */
const always = ['json', 'error-4xx', 'truncated', 'empty'];
const streamed = ['stream', 'stream-no-usage', 'error-in-stream'];
const cases: Record<(typeof openaiDialects)[number], string[]> = {
  'openai-chat': [...always, ...streamed, 'tool-call'],
  'openai-completions': [...always, ...streamed],
  'openai-responses': [...always, ...streamed, 'tool-call'],
  'openai-embeddings': always,
};

for (const dialectName of openaiDialects) {
  describe(`${dialectName} fixtures`, () => {
    for (const fixture of wireFixtures(dialectName)) {
      it(`reads ${fixture.name}`, () => {
        const { expect, request } = fixture;
        const { dialect, provider, operation, ambiguous } =
          recogniseFixture(fixture);
        assert.deepEqual(
          { dialect: dialect.name, provider, operation },
          {
            dialect: dialectName,
            provider: expect.provider,
            operation: expect.operation,
          }
        );

        const members = pickMembers(request.body, dialect);
        if (ambiguous) assert.equal(looksLikeInference(members), true);
        const facts = dialect.readRequest(
          members,
          new URL(request.url),
          name => request.headers[name],
          { provider, operation }
        );
        assert.deepEqual(facts, expect.request);

        const { choiceCount } = facts;
        const route = { provider, operation, choiceCount };
        assert.deepEqual(
          readBody(fixture, dialect, route, every => every),
          expect.response
        );
        if (dialect.needsEveryEvent?.(facts) !== true) {
          assert.deepEqual(
            readBody(fixture, dialect, route, firstAndLastOnes),
            expect.response,
            'with the events that a decoder keeps'
          );
        }
      });
    }

    it('has the cases that every dialect must have', () => {
      const names = wireFixtures(dialectName).map(fixture => fixture.name);
      assert.deepEqual(
        cases[dialectName].filter(name => !names.includes(name)),
        []
      );
    });

    it('has fixtures of whole files only', () => {
      for (const { name, stream } of wireFixtures(dialectName)) {
        assert.deepEqual(
          fixtureFiles(dialectName, name),
          [
            'ORIGIN.md',
            stream ? 'body.sse' : 'body.json',
            'expect.json',
            'request.json',
            'response.json',
          ],
          name
        );
      }
    });
  });
}

describe('wire fixtures', () => {
  it('are of dialects that exist', () => {
    const known = Object.keys(dialectsByName);
    assert.deepEqual(
      fixtureDialects().filter(name => !known.includes(name)),
      []
    );
  });

  it('hold a stream longer than what a decoder keeps', () => {
    const lengths = openaiDialects
      .flatMap(wireFixtures)
      .map(({ stream, body }) => (stream ? eventsOf(body).length : 0));
    assert.ok(Math.max(...lengths) > 9);
  });
});

function recogniseFixture({ request }: WireFixture) {
  assert.equal(mayBeInference(request.method, request.url), true);
  const found = recognise(new URL(request.url), name => request.headers[name]);
  assert.ok(found);
  return found;
}

function pickMembers(body: Wire, dialect: Dialect): Wire {
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => dialect.requestMembers.has(name))
  );
}

function readBody(
  { body, stream, response }: WireFixture,
  dialect: Dialect,
  route: DialectRoute,
  keep: (events: unknown[]) => unknown[]
): ResponseFacts {
  const facts: ResponseFacts = {};
  if (stream) {
    for (const event of keep(eventsOf(body))) {
      dialect.readEvent(event, facts, route);
    }
  } else {
    const json = parsed(body);
    if (json !== undefined) {
      const header = (name: string) => response.headers[name];
      dialect.readResponse(json, header, facts, route);
    }
  }
  return facts;
}

function firstAndLastOnes(events: unknown[]): unknown[] {
  return events.length > 9 ? [events[0], ...events.slice(-8)] : events;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
