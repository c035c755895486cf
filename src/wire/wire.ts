// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ExchangeObserver } from './exchange.ts';
import { watchFetch } from './fetch/fetch.ts';
import { watchHttp, type HttpWatch } from './node-http/node-http.ts';
import { watchHttp2 } from './node-http2/node-http2.ts';
import type { Undo } from './patch.ts';
import { claimWire, releaseWire } from './registry.ts';
import { watchUndici, type UndiciWatch } from './undici/undici.ts';
import type { Watch } from './watch.ts';

/** Watches all outgoing HTTP of this process that can be watched. */
export interface Wire {
  enable(): void;
  /** Restores the originals. Wrappers that were put on top later stay, and our functions below them only pass calls through. */
  disable(): void;
  /** Called with the exports of npm undici when it is required. */
  watchUndici(exports: unknown): void;
  /** Makes our wrappers outermost again on http and https. */
  rewatchHttp(): void;
}

/** Creates a wire that reports to `observer`. Of all wires of a process, in any copy of this package, the newest is active. */
export function createWire(observer: ExchangeObserver): Wire {
  const watch: Watch = { observer, active: false };
  let undoFetch: Undo | undefined;
  let undici: UndiciWatch | undefined;
  let http: HttpWatch | undefined;
  let undoHttp2: Undo | undefined;

  const owner = {
    activate(): void {
      watch.active = true;
      const seen = watchUndici(watch);
      undici = seen;
      seen.sight();
      undoFetch = watchFetch(watch, dispatcher => seen.sight(dispatcher));
      http = watchHttp(watch);
      undoHttp2 = watchHttp2(watch);
    },
    deactivate(): void {
      watch.active = false;
      undoHttp2?.();
      http?.undo();
      undoFetch?.();
      undici?.undo();
      undoHttp2 = http = undoFetch = undici = undefined;
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
      undici?.sightModule(exports);
    },
    rewatchHttp() {
      http?.goOutermost();
    },
  };
}
