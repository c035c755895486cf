// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveConfig } from '../../src/config/config.ts';
import { ConfigurationError } from '../../src/errors.ts';
import { defineProvider } from '../../src/config/provider-option.ts';
import { type Refused, refusesByName } from './refused-options.ts';

const resolve = (
  config: object,
  environment: Record<string, string> = {}
): ReturnType<typeof resolveConfig> => resolveConfig(config, environment);

describe('the option providers', () => {
  const refused: Refused[] = [
    [{ providers: {} }, 'providers', /array/],
    [{ providers: [null] }, 'providers[0]', /name, hosts/],
    [
      { providers: [{ name: 'a b', hosts: ['x'] }] },
      'providers[0].name',
      /letters/,
    ],
    [
      { providers: [{ name: 'a', hosts: [] }] },
      'providers[0].hosts',
      /array of hosts/,
    ],
    [
      { providers: [{ name: 'a', hosts: ['http://x/'] }] },
      'providers[0].hosts',
      /a host/,
    ],
    [
      { providers: [{ name: 'a', hosts: ['x'], dialect: 'soap' }] },
      'providers[0].dialect',
      /openai-chat/,
    ],
    [
      { providers: [{ name: 'a', hosts: ['x'], port: 65536 }] },
      'providers[0].port',
      /1 to 65535/,
    ],
    [
      { providers: [{ name: 'a', hosts: ['x'], routes: [{ path: 'chat' }] }] },
      'providers[0].routes[0].path',
      /from \/ or : on/,
    ],
    ...['x$', /x$/g, /x$/y].map(
      after =>
        [
          {
            providers: [
              { name: 'a', hosts: ['x'], routes: [{ path: ':chat', after }] },
            ],
          },
          'providers[0].routes[0].after',
          /RegExp without g and y/,
        ] as (typeof refused)[number]
    ),
    [
      { providers: [{ name: 'a', hosts: ['x'], routes: [{ onlyFor: 1 }] }] },
      'providers[0].routes[0].onlyFor',
      /path, under, after, dialect, onlyWith, operation/,
    ],
    [
      {
        providers: [
          {
            name: 'a',
            hosts: ['x'],
            routes: [
              {
                path: '/c',
                dialect: 'openai-chat',
                onlyWith: 'model',
                operation: 'chat',
              },
            ],
          },
        ],
      },
      'providers[0].routes[0].onlyWith',
      /array of members/,
    ],
    [
      {
        providers: [
          {
            name: 'a',
            hosts: ['x'],
            routes: [{ path: '/c', dialect: 'soap', operation: 'chat' }],
          },
        ],
      },
      'providers[0].routes[0].dialect',
      /openai-chat/,
    ],
    [
      {
        providers: [
          {
            name: 'a',
            hosts: ['x'],
            routes: [{ path: '/c', dialect: 'openai-chat', operation: 'talk' }],
          },
        ],
      },
      'providers[0].routes[0].operation',
      /text_completion/,
    ],
    [
      { providers: [{ name: 'a', hosts: ['x'], route: [] }] },
      'providers[0].route',
      /unknown key "route"; did you mean "routes"\?/,
    ],
  ];
  refusesByName(refused);

  for (const text of ['nonsense', 'host=', '=name', 'a=b=c', 'h ost=name']) {
    it(`refuses the text ${text}`, () => {
      assert.throws(() => resolve({ providers: text }), {
        option: 'providers',
      });
    });
  }

  for (const port of [0, 65_536, -1, 80.5, '80']) {
    it(`refuses ${JSON.stringify(port)} as the port of a provider`, () => {
      assert.throws(
        () => resolve({ providers: [{ name: 'a', hosts: ['x'], port }] }),
        ConfigurationError
      );
    });
  }

  it('takes the ports that there are', () => {
    for (const port of [1, 65_535]) {
      assert.ok(
        resolve({ providers: [{ name: 'a', hosts: ['x'], port }] }).providers
      );
    }
  });

  it('accepts a route with every member', () => {
    const route = {
      ...{ path: '/c', under: '/v1/', after: /v1$/, dialect: 'openai-chat' },
      ...{ onlyWith: ['model'], operation: 'chat' },
    };
    assert.ok(
      resolve({ providers: [{ name: 'a', hosts: ['x'], routes: [route] }] })
        .providers
    );
  });
});

describe('defineProvider', () => {
  it('gives back what it was given, frozen', () => {
    const given = {
      name: 'mine',
      hosts: ['*.llm.example', 'llm.example:8443'],
    };
    const provider = defineProvider(given);
    assert.deepEqual(provider, given);
    assert.ok(Object.isFrozen(provider));
  });

  it('refuses what does not fit at once', () => {
    assert.throws(
      () => defineProvider({ name: '', hosts: ['x'] }),
      ConfigurationError
    );
  });
});
