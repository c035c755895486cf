// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Loaded by `--import` into each Node.js process of the application that the doctor starts. Waits until the application
// is up, reads what it has registered, and leaves the result as a file. The URL says
// where, which model to call, and whether an empty application calls when it is ready.
import { isMainThread } from 'node:worker_threads';
import { look } from './look.ts';
import { READY } from '../sighting.ts';
import { leave } from './leave.ts';

/** An application that never listens is inspected after this time. */
const UP_MS = 3_000;
/** A server that listens may still load its routes, and a setup may start after an await. */
const SETTLE_MS = 500;
const POLL_MS = 200;

/** Programs that only start the application. */
const STARTERS =
  /(?:^|[\\/])(?:npm|npx|pnpm|pnpx|yarn|corepack|nodemon)(?:-cli)?(?:\.[cm]?js)?$/;

const { searchParams } = new URL(import.meta.url);
const folder = searchParams.get('folder') ?? '';
const model = searchParams.get('model') ?? '';
let hasLooked = false;

async function lookOnce(): Promise<void> {
  if (hasLooked) return;
  hasLooked = true;
  leave(folder, await look(model));
}

/** Inspects the process a little later, when registrations after an await are complete, too. */
function lookSoon(): void {
  setTimeout(() => void lookOnce(), SETTLE_MS).unref();
}

/**
 * Inspects a script that ends before the application counts as up; the inspection keeps it alive. Node.js also emits
 * `beforeExit` while hooks load a module in another thread, so only the second event counts.
 */
function lookAtEnd(): void {
  process.once('beforeExit', () => {
    setTimeout(() => process.once('beforeExit', () => void lookOnce()), UP_MS);
  });
}

function watch(): void {
  const begin = Date.now();
  const timer = setInterval(() => {
    const isListening = process
      .getActiveResourcesInfo()
      .includes('TCPServerWrap');
    if (!isListening && Date.now() - begin < UP_MS) return;
    clearInterval(timer);
    lookSoon();
  }, POLL_MS).unref();
  lookAtEnd();
}

if (isMainThread && !STARTERS.test(process.argv[1] ?? '')) {
  if (searchParams.get('wait') === 'ready') {
    (globalThis as Record<symbol, unknown>)[Symbol.for(READY)] = lookSoon;
  } else watch();
}
