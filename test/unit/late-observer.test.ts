// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lateObserver } from '../../src/wire/late-observer.ts';
import type {
  Exchange,
  ExchangeListener,
  ExchangeObserver,
} from '../../src/wire/exchange.ts';

describe('lateObserver', () => {
  it('creates the observer at the first request, once, and asks it everything', () => {
    const listener = {} as ExchangeListener;
    let created = 0;
    const asked: unknown[] = [];
    const used: ExchangeObserver[] = [];
    const create = (): ExchangeObserver => {
      created++;
      return {
        wants: (...request) => asked.push(request) > 0,
        tellingHeader: method => `x-${method}`,
        wantsHeader: (name, value) => name === value,
        observe: exchange =>
          exchange.method === 'POST' ? listener : undefined,
      };
    };
    const observer = lateObserver(create, real => {
      used.push(real);
    });
    assert.equal(created, 0);
    assert.equal(used.length, 0);
    assert.equal(observer.wants('POST', '/v1/chat/completions'), true);
    assert.equal(observer.wants('GET', '/'), true);
    assert.equal(created, 1);
    // From then on, the caller asks the real one.
    assert.equal(used[0]?.tellingHeader?.('POST'), 'x-POST');
    assert.deepEqual(asked, [
      ['POST', '/v1/chat/completions'],
      ['GET', '/'],
    ]);
    assert.equal(observer.tellingHeader?.('POST'), 'x-POST');
    assert.equal(observer.wantsHeader?.('a', 'a'), true);
    assert.equal(observer.wantsHeader?.('a', 'b'), false);
    assert.equal(observer.observe({ method: 'POST' } as Exchange), listener);
    assert.equal(observer.observe({ method: 'GET' } as Exchange), undefined);
  });

  it('wants no header where the observer has no such test', () => {
    const observer = lateObserver(
      () => ({ wants: () => false, observe: () => undefined }),
      () => {}
    );
    assert.equal(observer.tellingHeader?.('POST'), undefined);
    assert.equal(observer.wantsHeader?.('a', 'a'), false);
  });
});
