// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { afterEach, beforeEach } from 'mocha';
import type { Wire } from '../../../src/wire/wire.ts';
import { startWireServer, type WireServer } from '../../support/wire-server.ts';
import { recordingObserver, type Seen } from './observers.ts';
import { turns, until } from './waiting.ts';
import { wireFor } from './wire-under-test.ts';

/** A server, and a wire with an observer who writes down what it sees; new for each test of the suite. */
export class Witness {
  server!: WireServer;
  observer!: ReturnType<typeof recordingObserver>;
  wire!: Wire;
  /** What is to be put back after the test. */
  readonly restore: (() => void)[] = [];

  constructor() {
    beforeEach(async () => {
      this.server = await startWireServer();
      this.observer = recordingObserver();
      this.wire = wireFor(this.observer);
    });
    afterEach(async () => {
      for (const undo of this.restore.splice(0).reverse()) undo();
      this.wire.disable();
      await this.server.close();
    });
  }

  /** Waits until all that was seen has ended, and gives what matters of it. */
  async story(seen: readonly Seen[] = this.observer.seen): Promise<unknown[]> {
    await until(() => seen.every(each => each.terminals.length > 0));
    await turns();
    return seen.map(({ exchange, statuses, terminals, bytes, complaints }) => {
      const { transport } = exchange;
      return { transport, statuses, terminals, bytes, complaints };
    });
  }

  /** One exchange, read to its end, as the server sent it. */
  whole(transport: string, index = 0): unknown {
    return {
      transport,
      statuses: [200],
      terminals: ['end'],
      bytes: this.server.log[index]?.sent,
      complaints: [],
    };
  }

  /** Each exchange has the bytes that were sent for its own address, and one end. */
  async checkOwnBytes(count: number): Promise<void> {
    await this.story();
    const { seen } = this.observer;
    assert.equal(seen.length, count);
    for (const { exchange, digest, terminals, complaints } of seen) {
      const { pathname, search } = exchange.url;
      const path = pathname + search;
      const sent = this.server.log.find(each => each.path === path);
      assert.equal(digest, sent?.sentDigest, path);
      assert.deepEqual([terminals, complaints], [['end'], []]);
    }
  }
}
