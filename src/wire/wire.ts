// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ExchangeObserver } from './exchange.ts';
import { watchFetch, watchFetchModule } from './fetch/watch-fetch.ts';
import { lateObserver } from './late-observer.ts';
import { watchHttp, type HttpWatch } from './node-http/node-http.ts';
import { watchHttp2 } from './node-http2/node-http2.ts';
import type { Undo } from './patch-method.ts';
import { claimWire, releaseWire } from './registry.ts';
import { watchUndici } from './undici/undici.ts';
import type { Watch } from './watch.ts';

/** Watches all outgoing HTTP of this process that can be watched. */
export interface Wire {
  enable(): void;
  /** Restores the originals. Wrappers that were put on top later stay, and our functions below them only pass calls through. */
  disable(): void;
  /** Called with the exports of npm undici when it is required. */
  watchUndici(exports: unknown): void;
  /** Called with the exports of the module of npm undici that implements its `fetch`. */
  watchUndiciFetch(exports: object): void;
  /** Makes our wrappers outermost again on http and https. */
  rewatchHttp(): void;
}

/**
 * Creates a wire that reports to the observer that `create` returns at the first request. Of all wires of a process, in
 * any copy of this package, the newest is active.
 */
export function createWire(create: () => ExchangeObserver): Wire {
  const observer = lateObserver(create, real => {
    watch.observer = real;
  });
  const watch: Watch = { observer, active: false, undici: undefined };
  const undoFetch: (Undo | undefined)[] = [];
  let http: HttpWatch | undefined;
  let undoHttp2: Undo | undefined;

  const owner = {
    activate(): void {
      watch.active = true;
      watch.undici = watchUndici(watch);
      watch.undici.watchGlobal();
      undoFetch.push(watchFetch(watch));
      http = watchHttp(watch);
      undoHttp2 = watchHttp2(watch);
    },
    deactivate(): void {
      watch.active = false;
      undoHttp2?.();
      http?.undo();
      for (const undo of undoFetch.splice(0)) undo?.();
      watch.undici?.undo();
      watch.undici = undoHttp2 = http = undefined;
    },
  };

  return {
    enable() {
      claimWire(owner);
    },
    disable() {
      releaseWire(owner);
    },
    watchUndici(exports) {
      watch.undici?.watchModule(exports);
    },
    watchUndiciFetch(exports) {
      if (watch.active) undoFetch.push(watchFetchModule(watch, exports));
    },
    rewatchHttp() {
      http?.goOutermost();
    },
  };
}
