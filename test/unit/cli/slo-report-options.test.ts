// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AT, HEALTHY, SLO, withPrometheus } from './fake-prometheus.ts';
import { inFolder, runCommand } from './run-command.ts';

describe('options of otel-genai slo report', () => {
  it('sends a header, and credentials of the URL', () =>
    inFolder(path =>
      withPrometheus(HEALTHY, async (url, _, requests) => {
        writeFileSync(path('slo.yaml'), SLO);
        const { code, out } = await runCommand([
          ...['slo', 'report', '--file', path('slo.yaml')],
          ...['--prometheus', url.replace('//', '//me:s%20t@')],
          ...['--header', 'X-Scope-OrgID: team'],
        ]);
        assert.equal(code, 0);
        assert.ok(!out.includes('me:'), 'credentials are not shown');
        for (const { headers } of requests) {
          assert.equal(headers['x-scope-orgid'], 'team');
          assert.equal(
            headers.authorization,
            `Basic ${Buffer.from('me:s t').toString('base64')}`
          );
        }
      })
    ));

  it('takes a URL with a path, and with a slash too many', () =>
    inFolder(path =>
      withPrometheus(HEALTHY, async (url, _, requests) => {
        writeFileSync(path('slo.yaml'), SLO);
        for (const end of ['', '/', '//', '/base/path', '/base/path//']) {
          requests.length = 0;
          const { error } = await runCommand([
            ...['slo', 'report', '--file', path('slo.yaml')],
            ...['--prometheus', new URL(url).origin + end],
          ]);
          assert.equal(error, '');
          const base = end.replace(/\/+$/, '');
          assert.deepEqual(
            [
              ...new Set(requests.map(({ url = '' }) => url.split('?')[0])),
            ].sort(),
            [
              'label/slo/values',
              'query',
              'query_range',
              'status/runtimeinfo',
            ].map(name => `${base}/api/v1/${name}`)
          );
        }
      })
    ));

  it('is coloured for a terminal that has colours', () =>
    inFolder(path =>
      withPrometheus(HEALTHY, async url => {
        writeFileSync(path('slo.yaml'), SLO);
        const words = [
          ...['slo', 'report', '--file', path('slo.yaml')],
          ...['--prometheus', url, '--time', AT],
        ];
        const isColored = async (
          environment: Record<string, string>,
          columns?: number
        ) =>
          (await runCommand(words, environment, columns)).out.includes(
            '\u001b['
          );
        assert.deepEqual(
          [
            await isColored({}),
            await isColored({}, 100),
            await isColored({ NO_COLOR: '1' }, 100),
            await isColored({ NO_COLOR: '' }, 100),
            await isColored({ TERM: 'dumb' }, 100),
            await isColored({ FORCE_COLOR: '1' }),
            await isColored({ FORCE_COLOR: '0' }, 100),
          ],
          [false, true, false, true, false, true, false]
        );
      })
    ));

  it('is written to a file', () =>
    inFolder(path =>
      withPrometheus(HEALTHY, async url => {
        writeFileSync(path('slo.yaml'), SLO);
        const { out } = await runCommand([
          ...['slo', 'report', '--file', path('slo.yaml')],
          ...['--prometheus', url, '--output', path('report.html')],
          ...['--format', 'html'],
        ]);
        assert.equal(out, '');
        assert.match(
          readFileSync(path('report.html'), 'utf8'),
          /^<!doctype html>/
        );
      })
    ));

  it('says in one line what is wrong with its options, and with what it asks', async () => {
    const said = async (...words: string[]) => {
      let line = '';
      await inFolder(async path => {
        writeFileSync(path('slo.yaml'), SLO);
        const { code, error } = await runCommand([
          ...['slo', 'report', '--file', path('slo.yaml'), ...words],
        ]);
        assert.equal(code, 1);
        line = error;
      });
      return line;
    };
    assert.equal(
      await said('--prometheus', 'localhost:9090'),
      '--prometheus: "localhost:9090" was given; allowed: a URL, as in http://127.0.0.1:9090\n'
    );
    assert.equal(
      await said('--time', 'yesterday'),
      '--time: "yesterday" was given; allowed: a time, as in 2026-11-26T10:00:00Z\n'
    );
    assert.equal(
      await said('--header', 'secret'),
      "--header: the given value is not a header; allowed: 'NAME: VALUE'\n"
    );
    assert.match(
      await said('--prometheus', 'http://127.0.0.1:1'),
      /^http:\/\/127\.0\.0\.1:1\/: cannot be reached \(bad port\)\n$/
    );
  });

  for (const body of ['<html>', '{"error":{"message":"not found"}}']) {
    it(`says that somebody else answered: ${body}`, () => somebodyElse(body));
  }

  async function somebodyElse(body: string): Promise<void> {
    const server = createServer((_, response) => {
      response.statusCode = 404;
      response.end(body);
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await inFolder(async path => {
      writeFileSync(path('slo.yaml'), SLO);
      const { code, error } = await runCommand([
        ...['slo', 'report', '--file', path('slo.yaml')],
        ...['--prometheus', `http://127.0.0.1:${port}/prefix/`],
      ]);
      assert.equal(code, 1);
      assert.equal(
        error,
        `http://127.0.0.1:${port}/prefix/api/v1/query: answered 404, but not as Prometheus does\n`
      );
    });
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  }
});
