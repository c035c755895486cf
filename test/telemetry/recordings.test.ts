// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { selfSigned } from '../wire/support/self-signed.ts';
import { track, type Tracked } from './support/tracked.ts';

const require = createRequire(import.meta.url);
const https = require('https') as typeof import('https');
const undici = require('undici') as typeof import('undici');

/** Real exchanges of other projects. They are not ours to publish, so they are there or they are not. */
const corpus = new URL(
  '../../../shared/recordings/exchanges.jsonl',
  import.meta.url
);

interface Recording {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly req?: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyText?: string;
  readonly body?: string;
  readonly expect: Expected | null;
}

interface Expected {
  readonly dialect: string;
  readonly provider: string | null;
  readonly operation: string | null;
  readonly stream: boolean;
  readonly error?: boolean;
  readonly cacheRead?: number;
  readonly reasoning?: number;
  readonly finishRaw?: readonly string[];
  readonly [fact: string]: unknown;
}

const FACTS = {
  provider: 'gen_ai.provider.name',
  operation: 'gen_ai.operation.name',
  requestModel: 'gen_ai.request.model',
  responseModel: 'gen_ai.response.model',
  responseId: 'gen_ai.response.id',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  temperature: 'gen_ai.request.temperature',
  topP: 'gen_ai.request.top_p',
  maxTokens: 'gen_ai.request.max_tokens',
} as const;

/** Headers that belong to the connection of the recording and not to its answer. */
const HOP = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'alt-svc',
  'set-cookie',
  'date',
  'server',
]);

describe('recorded exchanges, replayed at their real URLs', () => {
  if (!existsSync(corpus)) {
    it('is skipped: the recordings are not on this machine');
    return;
  }
  const recordings = readFileSync(corpus, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Recording);
  const bodyOf = ({ bodyText, body = '' }: Recording): Buffer =>
    bodyText === undefined
      ? Buffer.from(body, 'base64')
      : Buffer.from(bodyText);

  let tracked: Tracked;
  let port: number;
  const server = https.createServer(selfSigned(), (request, response) => {
    const recording = recordings[Number(request.headers['x-replay'])]!;
    const headers = Object.entries(recording.headers).filter(
      ([name, value]) => !HOP.has(name) && /^[\x20-\x7e]*$/.test(value)
    );
    request.resume().on('end', () => {
      response.writeHead(recording.status, Object.fromEntries(headers));
      response.end(recording.status === 204 ? undefined : bodyOf(recording));
    });
  });
  /** Every host is on loopback. */
  const connect = (): tls.TLSSocket =>
    tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  const agent = new https.Agent();
  agent.createConnection = connect;
  const dispatcher = new undici.Agent({
    connect: (_options, callback) => {
      const socket = connect();
      socket.once('secureConnect', () => callback(null, socket));
      socket.once('error', error => callback(error, null));
    },
  });

  before(async () => {
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  });
  beforeEach(() => {
    tracked = track();
  });
  afterEach(() => tracked.stop());
  after(async () => {
    await dispatcher.destroy();
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });

  type Init = {
    method: string;
    headers: Record<string, string>;
    body?: string;
  };
  const transports: Record<
    string,
    (url: string, init: Init) => Promise<Buffer>
  > = {
    fetch: async (url, init) => {
      const options = { ...init, dispatcher } as unknown as RequestInit;
      return Buffer.from(await (await fetch(url, options)).arrayBuffer());
    },
    undici: async (url, init) => {
      const options = { ...init, dispatcher } as never;
      const { body } = await undici.request(url, options);
      return Buffer.from(await body.arrayBuffer());
    },
    'node:https': (url, { body, ...init }) =>
      new Promise((resolve, reject) => {
        const request = https.request(url, { ...init, agent });
        request.on('response', (response: IncomingMessage) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => resolve(Buffer.concat(parts)));
          response.on('error', reject);
        });
        request.on('error', reject);
        request.end(body);
      }),
  };

  for (const [transport, send] of Object.entries(transports)) {
    it(`says every fact right by ${transport}, and changes no byte`, async () => {
      const wrong: string[] = [];
      let facts = 0;
      for (const [index, recording] of recordings.entries()) {
        tracked.spans.length = 0;
        const got = await send(recording.url, {
          method: recording.method,
          headers: {
            'content-type': 'application/json',
            'x-replay': String(index),
          },
          ...(recording.method !== 'GET' && { body: recording.req ?? '{}' }),
        });
        const encoded = 'content-encoding' in recording.headers;
        if (transport !== 'fetch' || !encoded) {
          assert.equal(sha(got), sha(bodyOf(recording)), recording.name);
        }
        const spans = tracked.genai();
        for (const [fact, right, want, said] of compare(spans, recording)) {
          facts++;
          if (!right) {
            wrong.push(
              `${recording.name}: ${fact} is ${JSON.stringify(said)}, not ${JSON.stringify(want)}`
            );
          }
        }
      }
      assert.deepEqual(wrong, []);
      assert.ok(facts > recordings.length, 'facts were compared');
    });
  }
});

type Comparison = [fact: string, right: boolean, want: unknown, said: unknown];

function* compare(
  spans: readonly ReadableSpan[],
  { expect }: Recording
): Generator<Comparison> {
  const wanted = expect === null ? 0 : 1;
  yield ['number of spans', spans.length === wanted, wanted, spans.length];
  const [span] = spans;
  if (expect === null || span === undefined) return;
  const said = span.attributes;
  const equal = (fact: string, want: unknown, got: unknown): Comparison => [
    fact,
    want === got,
    want,
    got,
  ];
  yield equal(
    'stream',
    expect.stream || undefined,
    said['gen_ai.request.stream']
  );
  for (const [fact, name] of Object.entries(FACTS)) {
    if (expect[fact] != null) yield equal(fact, expect[fact], said[name]);
  }
  if (expect.cacheRead) {
    const name = 'gen_ai.usage.cache_read.input_tokens';
    yield equal('cacheRead', expect.cacheRead, said[name]);
  }
  if (expect.reasoning) {
    const name = 'gen_ai.usage.reasoning.output_tokens';
    yield equal('reasoning', expect.reasoning, said[name]);
  }
  if (expect.finishRaw) {
    const reasons = said['gen_ai.response.finish_reasons'] as string[];
    yield equal('finish reasons', expect.finishRaw.length, reasons?.length);
  }
  if (expect.error !== undefined) {
    const failed = span.status.code === SpanStatusCode.ERROR;
    yield equal('status', expect.error, failed);
    yield equal('error.type', expect.error, 'error.type' in said);
  }
}

function sha(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
