// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RequestFacts, ResponseFacts } from '../../../src/call.ts';
import { readFrames } from './event-frames-file.ts';

/** One folder of test/fixtures/wire: a request, what came back, and what must be read from both. */
export interface WireFixture {
  readonly dialect: string;
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Readonly<Record<string, unknown>>;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
  };
  /** `body.json`, or `body.sse` or `body.ndjson` of a stream, as sent; of `body.frames` one event a line. */
  readonly body: string;
  readonly bodyFile: string;
  /** What is sent; `body` where that is a text, else made of `body.frames`. */
  readonly bytes: Buffer;
  readonly stream: boolean;
  readonly expect: {
    readonly provider: string;
    readonly operation: string;
    readonly request: RequestFacts;
    readonly response: ResponseFacts;
  };
}

/** In which a body may be; the first is the one that is no stream. */
const bodyFiles = ['body.json', 'body.sse', 'body.ndjson', 'body.frames'];

const root = fileURLToPath(new URL('../../fixtures/wire/', import.meta.url));

/** The folders of test/fixtures/wire. */
export function fixtureDialects(): string[] {
  return readdirSync(root).sort();
}

/** The names of all files of one fixture. */
export function fixtureFiles(dialect: string, name: string): string[] {
  return readdirSync(`${root}${dialect}/${name}`).sort();
}

export function wireFixtures(dialect: string): WireFixture[] {
  return readdirSync(`${root}${dialect}`)
    .sort()
    .map(name => readFixture(dialect, name));
}

/**
 * Events of a body whose data is JSON, as a decoder gives them: without comments, pings, `[DONE]`, and what was cut. Lines
 * of SSE begin with the name of a field, lines of NDJSON with a brace.
 */
export function eventsOf(body: string): unknown[] {
  const events = body.startsWith('{')
    ? body.split('\n')
    : body.split('\n\n').map(dataOf);
  return events.flatMap(event => {
    try {
      return event === undefined || event === PING
        ? []
        : [JSON.parse(event) as unknown];
    } catch {
      return [];
    }
  });
}

/** Anthropic's, which is no event of the answer. */
const PING = '{"type":"ping"}';

function dataOf(block: string): string | undefined {
  return block
    .split('\n')
    .find(line => line.startsWith('data: '))
    ?.slice(6);
}

function readBodyFile(path: string): { body: string; bytes: Buffer } {
  const bytes = readFileSync(path);
  const body = bytes.toString('utf8');
  return path.endsWith('.frames') ? readFrames(body) : { body, bytes };
}

function readFixture(dialect: string, name: string): WireFixture {
  const folder = `${root}${dialect}/${name}/`;
  const bodyFile =
    bodyFiles.find(name => existsSync(folder + name)) ?? bodyFiles[0]!;
  const json = (file: string): unknown =>
    JSON.parse(readFileSync(`${folder}${file}`, 'utf8'));
  const expect = json('expect.json') as WireFixture['expect'];
  // JSON has no undefined: a choice without a reason is null there.
  const reasons = expect.response.finishReasons as
    (string | null)[] | undefined;
  return {
    dialect,
    name,
    request: json('request.json') as WireFixture['request'],
    response: json('response.json') as WireFixture['response'],
    ...readBodyFile(folder + bodyFile),
    bodyFile,
    stream: bodyFile !== bodyFiles[0],
    expect: {
      ...expect,
      response: {
        ...expect.response,
        ...(reasons && {
          finishReasons: reasons.map(reason => reason ?? undefined),
        }),
      },
    },
  };
}
