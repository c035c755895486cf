// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import Module from 'node:module';
import net from 'node:net';
import sinon from 'sinon';
import type { Context, Suite } from 'mocha';

/** Where a patch could stay behind. */
const patched = {
  fetch: [globalThis, 'fetch'],
  'http.request': [http, 'request'],
  'http.get': [http, 'get'],
  'http2.connect': [http2, 'connect'],
  'https.request': [https, 'request'],
  'https.get': [https, 'get'],
} as const satisfies Record<string, readonly [object, string]>;

const originals = new Map(
  Object.entries(patched).map(([name, [owner, key]]) => [
    name,
    Object.getOwnPropertyDescriptor(owner, key),
  ])
);

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\..*|localhost)$/;
const outside: string[] = [];

/** No test may leave the machine, whatever it forgot to replace. */
function stayOnLoopback(): void {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (this: net.Socket, ...args: any[]) {
    // node:net hands over the arguments of connect() as one list that it has put in order.
    const [first] = args.flat() as unknown[];
    const options = (typeof first === 'object' ? first : {}) as any;
    const host =
      typeof first === 'number' ? (args[1] ?? 'localhost') : options.host;
    if (!options.path && host !== undefined && !LOOPBACK.test(String(host))) {
      outside.push(String(host));
      this.destroy(new Error(`a test may not connect to ${String(host)}`));
      return this;
    }
    return Reflect.apply(connect, this, args) as net.Socket;
  } as typeof connect;
}

stayOnLoopback();
let environment = '';
let file: string | undefined;

/** What a file must leave as it found it. */
function checkLeftovers(left: string): void {
  for (const [name, [owner, key]] of Object.entries(patched)) {
    assert.deepEqual(
      Object.getOwnPropertyDescriptor(owner, key),
      originals.get(name),
      `${left} left ${name} patched`
    );
  }
  assert.equal(
    JSON.stringify(process.env),
    environment,
    `${left} left the environment changed`
  );
}

/**
 * Drops the hooks of require() that a suite's instrumentations leave behind. Under mocha the base class of OpenTelemetry
 * adds one for each instrumentation and never removes it; hundreds of them make one require() take minutes.
 */
function dropRequireHooksAfter(suites: readonly Suite[]): void {
  const { require } = Module.prototype;
  const { getBuiltinModule } = process;
  for (const suite of suites)
    suite.afterAll('drops the hooks of require()', () => {
      Module.prototype.require = require;
      if (getBuiltinModule !== undefined)
        process.getBuiltinModule = getBuiltinModule;
    });
}

export const mochaHooks = {
  beforeAll(this: Context): void {
    environment = JSON.stringify(process.env);
    dropRequireHooksAfter(this.test?.parent?.suites ?? []);
  },
  beforeEach(this: Context): void {
    const next = this.currentTest?.file;
    if (file !== undefined && next !== file) checkLeftovers(file);
    file = next;
  },
  afterEach(): void {
    sinon.restore();
    assert.deepEqual(outside.splice(0), [], 'connections to other machines');
  },
  afterAll(): void {
    if (file !== undefined) checkLeftovers(file);
  },
};
