// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import type { Dialect, DialectRoute } from '../../../src/dialects/dialect.ts';
import type { JsonObject } from '../../../src/dialects/fields.ts';
import {
  mayFetchResponse,
  recogniseFetch,
} from '../../../src/recognise/fetched-response.ts';
import {
  looksLikeInference,
  mayBeInference,
  recognise,
  type Recognised,
} from '../../../src/recognise/recognise.ts';
import {
  eventsOf,
  fixtureFiles,
  type WireFixture,
  wireFixtures,
} from './wire-fixtures.ts';

/** What every dialect must have been tried with, where its API can do it. */
export const CASES = [
  'json',
  'stream',
  'stream-no-usage',
  'tool-call',
  'error-4xx',
  'error-in-stream',
  'truncated',
  'empty',
] as const;

/** Cases that an API does not have, each with the reason. */
export type Absent = Partial<Record<(typeof CASES)[number], string>>;

/** Reads every fixture of a dialect without SDK or wire, and holds what was read against its `expect.json`. */
export function describeFixtures(dialectName: string, absent: Absent): void {
  describe(`${dialectName} fixtures`, () => {
    const fixtures = wireFixtures(dialectName);
    const names = fixtures.map(({ name }) => name);
    for (const fixture of fixtures) {
      it(`reads ${fixture.name}`, () => checkFixture(fixture));
    }

    for (const name of CASES) {
      const why = absent[name];
      it(
        why === undefined
          ? `has the case ${name}`
          : `cannot have the case ${name}: ${why}`,
        () => assert.equal(names.includes(name), why === undefined)
      );
    }

    it('has fixtures of whole files only', () => {
      for (const { name, bodyFile } of fixtures) {
        assert.deepEqual(
          fixtureFiles(dialectName, name),
          [
            'ORIGIN.md',
            bodyFile,
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

function checkFixture(fixture: WireFixture): void {
  const { expect, request } = fixture;
  const url = new URL(request.url);
  const headers = { get: (name: string) => request.headers[name] };
  const found = recogniseFixture(fixture);
  const { dialect, provider, operation } = found;
  const members = pickMembers(request.body, found);
  if (found.ambiguous) {
    assert.ok(looksLikeInference(members, found));
  }
  const { operation: told, ...facts } = dialect.readRequest(
    members,
    url,
    headers,
    { provider, operation }
  );
  const route = { provider, operation: told ?? operation };
  assert.deepEqual(
    { dialect: dialect.name, ...route },
    {
      dialect: fixture.dialect,
      provider: expect.provider,
      operation: expect.operation,
    }
  );
  assert.deepEqual(facts, expect.request);

  const answered = { ...route, choiceCount: facts.choiceCount };
  assert.deepEqual(
    readBody(fixture, dialect, answered, every => every),
    expect.response
  );
  if (dialect.needsEveryEvent?.(facts) !== true) {
    assert.deepEqual(
      readBody(fixture, dialect, answered, firstAndLastOnes),
      expect.response,
      'with the events that a decoder keeps'
    );
  }
}

function recogniseFixture({ request }: WireFixture): Recognised {
  const headers = { get: (name: string) => request.headers[name] };
  const [may, find] =
    request.method === 'GET'
      ? [mayFetchResponse, recogniseFetch]
      : [mayBeInference, recognise];
  assert.equal(may(request.method, request.url), true);
  const found = find(new URL(request.url), headers);
  assert.ok(found);
  return found;
}

function pickMembers(
  body: JsonObject,
  { dialect, presentMembers }: Recognised
): JsonObject {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      if (dialect.requestMembers.has(name)) return [[name, value]];
      return presentMembers.has(name) ? [[name, true]] : [];
    })
  );
}

function readBody(
  { body, stream, response }: WireFixture,
  dialect: Dialect,
  route: DialectRoute,
  keep: (events: unknown[]) => unknown[]
): ResponseFacts {
  const facts: ResponseFacts = {};
  const headers = { get: (name: string) => response.headers[name] };
  const json = stream ? undefined : parsed(body);
  if (stream) {
    for (const event of keep(eventsOf(body))) {
      dialect.readEvent(event, facts, route);
    }
  } else if (json !== undefined) {
    dialect.readResponse(json, headers, facts, route);
  }
  dialect.readHeaders?.(headers, facts, route);
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
