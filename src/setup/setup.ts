// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isMainThread } from 'node:worker_threads';
import {
  context,
  diag,
  type TextMapPropagator,
  type TracerProvider,
} from '@opentelemetry/api';
import {
  registerInstrumentations,
  type Instrumentation,
} from '@opentelemetry/instrumentation';
import { reportSettingsTo } from '../config/settings.ts';
import { GenAIInstrumentation } from '../instrumentation.ts';
import { NAME } from '../version.ts';
import { openCalls } from '../observe/open-calls.ts';
import { SUPPRESS_TRACING } from '../telemetry/suppression.ts';
import { lostSpans } from '../telemetry/foreign/lost-spans.ts';
import { listenToDiag, sayHeldBack } from './diagnostics.ts';
import {
  isTrue,
  read,
  sdkDefaults,
  withVariables,
  type SdkDefaults,
} from './environment.ts';
import { flushAtExit } from './end/flush-at-exit.ts';
import { clusterWorker } from './cluster-worker.ts';
import {
  buildHttpInstrumentations,
  keepRequireHookApart,
  patchHttpNow,
  silence,
} from './instrumentations.ts';
import { mayUseNetwork } from './network.ts';
import { releaseExporters } from './end/release-exporters.ts';
import { sayNotStarted, sayOnce } from './say.ts';
import { loadSdkAhead, startSdk, type RunningSdk } from './sdk.ts';
import { whenSettled } from './settled.ts';
import { registeredGlobally, SharedApi } from './api/shared-api.ts';
import {
  realProvider,
  StandInTracerProvider,
  standInPropagator,
} from './api/stand-ins.ts';
import { startMessage } from './start-message.ts';
import { configFileProblem, startWarnings } from './start-warnings.ts';
import { misspeltProviders } from './unknown-variables.ts';
import {
  sayNothingExported,
  shareWithWorkers,
  workerVariables,
} from './worker-thread.ts';

/** Starts everything that `register` starts, as the environment configures it. */
export function setup(): void {
  if (isTrue(process.env, 'OTEL_SDK_DISABLED')) return;
  const report = sayOnce();
  reportSettingsTo(report);
  misspeltProviders(process.env).forEach(report);
  const registered =
    registeredGlobally('trace') ?? registeredGlobally('metrics');
  if (registered === undefined) new Setup();
  else joinRegistered();
}

/** Adds the instrumentation to the registered providers. */
function joinRegistered(): void {
  // An older copy of the API may have registered them, which our copy would not read.
  new SharedApi();
  register(genAI());
}

/**
 * The states of our SDK, which gives way to an SDK of the application.
 *
 *     waiting ── first span, incoming trace, or settled ──► running
 *        │  └─── the SDK does not start ──► failed             │
 *        └── somebody registers ──► joined ◄── somebody registers
 *
 * - waiting: the instrumentations have patched, before the application loads anything, but no SDK runs. (With `--require`,
 *   the main module runs right after us, without a tick in between; an ES module runs many ticks later.) A setup at the
 *   top of the application, or in a later `--require`, finds the API, the port and the require hooks unused.
 * - running: our SDK is registered. A later setup, after an `await`, still replaces it; only the metrics port may then be
 *   in use.
 * - joined: another SDK's providers are registered, and only the GenAI instrumentation is ours.
 * - failed: a package is missing, or a setting is invalid.
 *
 * Instruments that the application creates with the API before an SDK runs have no effect, as without `register`.
 */
class Setup {
  private state: 'waiting' | 'running' | 'joined' | 'failed' = 'waiting';
  private readonly forced = isMainThread ? {} : workerVariables(process.env);
  private readonly environment = { ...process.env, ...this.forced };
  /** Why the SDK is configured by the other variables, although `OTEL_CONFIG_FILE` is set. */
  private readonly fileProblem: string | undefined;
  /** A worker thread with nothing to send: only the main thread serves metrics. */
  private readonly exportsNothing: boolean;
  private readonly worker = clusterWorker();
  private readonly defaults: SdkDefaults;
  private readonly api: SharedApi;
  private readonly own: Instrumentation[];
  private readonly http: Instrumentation[];
  /** Packages of HTTP instrumentations that are not installed. */
  private readonly missing: string[];
  private readonly stopWaiting: () => void;
  private stopFlushing: (() => void) | undefined;
  private sdk: RunningSdk | undefined;

  constructor() {
    // Before the instrumentations hook `require`: the hooks would double the loading time.
    if (isMainThread) loadSdkAhead();
    this.fileProblem = configFileProblem(this.environment);
    if (this.fileProblem) this.environment['OTEL_CONFIG_FILE'] = undefined;
    this.defaults = sdkDefaults(
      this.environment,
      isMainThread && this.worker === undefined && mayUseNetwork()
    );
    this.exportsNothing = !isMainThread && !this.defaults.sends;
    shareWithWorkers();
    this.api = new SharedApi(
      {
        trace: new StandInTracerProvider(scope => this.providerFor(scope)),
        propagation: standInPropagator(
          () => this.api.registered('propagation') as TextMapPropagator,
          // A server extracts the caller's trace before it creates its first span, so the propagator must exist by then.
          () => this.start()
        ),
      },
      () => this.join()
    );
    this.own = genAI();
    ({ http: this.http, missing: this.missing } = buildHttpInstrumentations(
      this.environment,
      this.defaults.prometheusPort
    ));
    patchHttpNow();
    // After the HTTP instrumentation, so that ours patches on top of it at once.
    register([...this.own, ...this.http]);
    keepRequireHookApart([...this.own, ...this.http]);
    // A worker starts an SDK only if it has something to send, because bundlers start workers without any calls.
    this.stopWaiting = isMainThread
      ? whenSettled(() => this.start())
      : () => {};
  }

  /** The provider for the next span of `scope`. The first span starts the SDK. */
  private providerFor(scope: string | undefined): TracerProvider {
    // Resource detectors of a setup in progress send requests with tracing suppressed.
    const isSuppressed = context.active().getValue(SUPPRESS_TRACING) === true;
    if (scope !== undefined && !isSuppressed) {
      this.start();
      if (scope === NAME) {
        if (this.exportsNothing) sayNothingExported();
        else sayHeldBack();
      }
    }
    return this.provider;
  }

  private get provider(): TracerProvider {
    return realProvider(this.api.registered('trace'));
  }

  /** waiting → running, or failed */
  private start(): void {
    if (this.state !== 'waiting' || this.exportsNothing) return;
    this.state = 'running';
    this.stopWaiting();
    try {
      this.run();
    } catch (error) {
      // The application creates the span that starts the SDK, so it would get the error.
      this.leave('failed', this.sdk !== undefined);
      sayNotStarted(error);
    }
  }

  private run(): void {
    listenToDiag(read(this.environment, 'OTEL_LOG_LEVEL'));
    for (const name of this.missing) diag.info(`${name} is not installed`);
    if (this.fileProblem !== undefined) diag.warn(this.fileProblem);
    startWarnings(this.environment, this.defaults, this.worker).forEach(
      warning => diag.warn(warning)
    );
    const { variables, keepSpans, sends } = this.defaults;
    this.sdk = this.api.asOurs(() =>
      // The SDK's own logger would write to standard output.
      withVariables({ ...variables, ...this.forced, OTEL_LOG_LEVEL: '' }, () =>
        startSdk([...this.own, ...this.http], keepSpans)
      )
    );
    diag.info(startMessage(this.environment, this.defaults));
    // A process that is only scraped ends as usual, without signal listeners.
    if (!sends) return;
    this.stopFlushing = flushAtExit(
      signal => {
        if (signal !== undefined) openCalls.abandonAll(signal);
        return this.flush();
      },
      releaseExporters([this.provider, this.api.registered('metrics')])
    );
  }

  /** waiting or running → joined */
  private join(): void {
    this.leave('joined', this.state === 'running');
    register(genAI());
  }

  private leave(state: 'joined' | 'failed', wasRunning: boolean): void {
    this.state = state;
    this.stopWaiting();
    for (const instrumentation of this.own) instrumentation.disable();
    silence(this.http, wasRunning);
    this.stopFlushing?.();
    this.sdk
      ?.shutdown()
      .catch((error: unknown) => diag.error('shutdown', error));
  }

  /** Sends the held telemetry. The process may continue. */
  private flush(): Promise<unknown> {
    lostSpans.endAll();
    return Promise.allSettled(
      [this.provider, this.api.registered('metrics')].map(async provider =>
        (provider as { forceFlush?(): Promise<void> }).forceFlush?.()
      )
    );
  }
}

function genAI(): Instrumentation[] {
  return [new GenAIInstrumentation()];
}

function register(instrumentations: Instrumentation[]): void {
  registerInstrumentations({ instrumentations });
}
