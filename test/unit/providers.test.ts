// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { compileProviders } from '../../src/recognise/matcher.ts';
import { providers as rows } from '../../src/recognise/providers.ts';

describe('providers', () => {
  it('has one row for each name', () => {
    const names = rows.map(row => row.name);
    assert.deepEqual(names, [...new Set(names)]);
  });

  it('has names that can be attributes', () => {
    assert.deepEqual(
      rows.filter(row => !/^[a-z0-9][a-z0-9_.]*$/.test(row.name)),
      []
    );
  });

  it('has hosts in lower case, with a wildcard only below a domain', () => {
    const hosts = rows.flatMap(row => row.hosts);
    const good = /^(?:\*\.)?[a-z0-9.*-]*[a-z0-9-]\.[a-z0-9-]+\.?[a-z0-9-]+$/;
    assert.deepEqual(
      hosts.filter(host => !good.test(host)),
      []
    );
  });

  it('has routes whose longer paths go before the shorter ones that they end with', () => {
    for (const { name, routes = [] } of rows) {
      for (const [index, { path }] of routes.entries()) {
        const hiding = routes
          .slice(0, index)
          .filter(
            earlier =>
              earlier.after === undefined &&
              earlier.under === undefined &&
              path.endsWith(earlier.path)
          );
        assert.deepEqual(hiding, [], `${name} ${path}`);
      }
    }
  });

  it('finds every row by each of its hosts', () => {
    const matcher = compileProviders(rows);
    const missed = rows.flatMap(row =>
      row.hosts.filter(host => {
        const url = new URL(`https://${host.replaceAll('*', 'some-1')}/`);
        const plain = row.routes?.find(({ after }) => after === undefined);
        const path = plain?.path ?? '/chat/completions';
        url.pathname = `${plain?.under ?? '/'}v1${path}`;
        return matcher.find(url)?.provider !== row.name;
      })
    );
    assert.deepEqual(missed, []);
  });
});

describe('compileProviders', () => {
  const hostOf = (pattern: string, host: string) =>
    compileProviders([{ name: 'it', hosts: [pattern] }]).find(
      new URL(`https://${host}/`)
    ) !== undefined;

  const patterns: { pattern: string; fits: string[]; not: string[] }[] = [
    {
      pattern: 'api.example.com',
      fits: ['api.example.com', 'API.example.com', 'api.example.com.'],
      not: ['notapi.example.com', 'a.api.example.com', 'apixexample.com'],
    },
    {
      pattern: '*.example.com',
      fits: ['a.example.com', 'a.b.example.com', 'a_b.example.com'],
      not: ['example.com', 'aexample.com', 'a.example.com.evil.net'],
    },
    {
      pattern: 'llm-*.Example.com',
      fits: ['llm-eu-1.example.com'],
      not: [
        'llm-.example.com',
        'llm-a.b.example.com',
        'x.llm-a.example.com',
        'llm-a.examplexcom',
      ],
    },
    {
      pattern: 'a.*.example.com',
      fits: ['a.b.example.com'],
      not: ['a.example.com', 'a.b.c.example.com', 'a.b.example.com.net'],
    },
    {
      pattern: '*.example.com:8443',
      fits: ['a.example.com:8443'],
      not: ['a.example.com', 'a.example.com:443'],
    },
    {
      pattern: 'example.com:443',
      fits: ['example.com'],
      not: ['example.com:8443'],
    },
  ];
  for (const { pattern, fits, not } of patterns) {
    it(`takes ${pattern} for what it says`, () => {
      assert.deepEqual(
        [...fits, ...not].filter(host => hostOf(pattern, host)),
        fits
      );
    });
  }

  it('prefers an exact host to a pattern, and a host to a port', () => {
    const matcher = compileProviders([
      { name: 'port', hosts: [], port: 8000 },
      { name: 'pattern', hosts: ['*.example.com'] },
      { name: 'exact', hosts: ['a.example.com'] },
      { name: 'exact with port', hosts: ['a.example.com:8000'] },
    ]);
    const found = [
      'http://a.example.com:8000/responses',
      'http://a.example.com/responses',
      'http://b.example.com:8000/responses',
      'http://localhost:8000/responses',
      'http://localhost/responses',
    ].map(url => matcher.find(new URL(url))?.provider);
    assert.deepEqual(found, [
      'exact with port',
      'exact',
      'pattern',
      'port',
      undefined,
    ]);
  });
});
