// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  diag,
  metrics,
  trace,
  type MeterProvider,
  type TracerProvider,
} from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import {
  knownOptions,
  resolveConfig,
  type ResolvedConfig,
} from './config/config.ts';
import { guarded, reportTo } from './guard.ts';
import { LateHttpHook } from './observe/late-http-hook.ts';
import type { Telemetry } from './observe/ending.ts';
import { createObserver } from './observe/observe.ts';
import { keepSpecimens } from './observe/specimens.ts';
import { createSocketObserver } from './observe/turns/sockets.ts';
import type { GenAIInstrumentationConfig } from './config/options.ts';
import type { Objectives } from './slo/objectives/objective.ts';
import {
  loggerFinder,
  realLoggers,
  registeredLoggers,
} from './telemetry/loggers.ts';
import { type CallMetrics, createCallMetrics } from './telemetry/metrics.ts';
import type {
  ChosenProviders,
  EventLoggerProvider,
  Scope,
} from './telemetry/providers.ts';
import { tracerFinder } from './telemetry/span.ts';
import { addSliCounter, removeSliCounter } from './slo/sli/operation.ts';
import { NAME, VERSION } from './version.ts';
import type { HeaderReader } from './wire/exchange.ts';
import { inNextTurn } from './wire/originals.ts';
import { keepWireSpecimens } from './wire/specimens.ts';
import { UNDICI_FILES } from './wire/undici/modules.ts';
import { createWire, type Wire } from './wire/wire.ts';

/**
 * Observes every call that this process makes to a GenAI API, with any client, and emits spans and metrics of the GenAI
 * semantic conventions.
 *
 * @throws ConfigurationError from the constructor if an option is invalid.
 */
export class GenAIInstrumentation extends InstrumentationBase<GenAIInstrumentationConfig> {
  // Declared only: the base class calls init() and enable() from its constructor, and fields would be reset after that.
  declare private resolved: ResolvedConfig;
  /** With objectives only: their series exist from the beginning, and all others from the first call on. */
  declare private sloMetrics: CallMetrics | undefined;
  declare private wire: Wire | undefined;
  declare private lateHook: LateHttpHook | undefined;
  declare private chosenProviders: ChosenProviders | undefined;
  declare private isWatching: boolean;
  /** Whether setTracerProvider() was called in this tick: registerInstrumentations() begins with it. */
  declare private isBeingRegistered: boolean;
  /** Whether getConfig() was called after it: registerInstrumentations() does so right before enable(), users do not. */
  declare private isAskedWhetherEnabled: boolean;

  constructor(config: GenAIInstrumentationConfig = {}) {
    const resolved = resolveConfig(config);
    // Enabled below, when the options are in place.
    super(NAME, VERSION, { ...config, enabled: false });
    this.resolved = resolved;
    super.setConfig({ ...config, enabled: resolved.enabled });
    if (resolved.enabled) this.enable();
  }

  /**
   * Takes new options from the next call on. `enabled: false` stops to watch, `enabled: true` starts it. The application
   * runs by then, so nothing is thrown: an option that does not exist is reported and left out; where a value does not
   * fit, that is reported and the options of before stay.
   */
  override setConfig(config: GenAIInstrumentationConfig = {}): void {
    // Called by the base class before there are options.
    if (this.resolved === undefined) {
      super.setConfig(config);
      return;
    }
    const [known, problems] = knownOptions(config);
    for (const problem of problems) diag.error(`setConfig: ${problem}`);
    let resolved: ResolvedConfig;
    try {
      resolved = resolveConfig(known);
    } catch (error) {
      diag.error(`setConfig: ${(error as Error).message}`);
      return;
    }
    const isWatching =
      resolved.enabled && (this.isWatching || known.enabled === true);
    this.disable();
    this.resolved = resolved;
    this.wire = undefined;
    this.sloMetrics = undefined;
    super.setConfig({ ...known, enabled: resolved.enabled });
    if (isWatching) this.enable();
  }

  /**
   * HttpInstrumentation patches in the first `require('http')` after it was made, in a hook like these; one microtask
   * later all of them have run, and ours goes on top. For undici they are the way to its classes before their first use.
   */
  protected override init(): InstrumentationNodeModuleDefinition[] {
    const rewatch = (exports: unknown): unknown => {
      queueMicrotask(() => this.wire?.rewatchHttp());
      return exports;
    };
    return [
      new InstrumentationNodeModuleDefinition('http', ['*'], rewatch),
      new InstrumentationNodeModuleDefinition('https', ['*'], rewatch),
      new InstrumentationNodeModuleDefinition(
        'undici',
        ['>=5'],
        (exported: unknown) => {
          this.wire?.watchUndici(exported);
          return exported;
        },
        undefined,
        UNDICI_FILES.map(
          ({ path, watch }) =>
            new InstrumentationNodeModuleFile(
              path,
              ['>=5'],
              (exported: object) => {
                watch(this.wire, exported);
                return exported;
              },
              () => {}
            )
        )
      ),
    ];
  }

  /**
   * Starts to watch. Does nothing when it does already, nor where `registerInstrumentations()` calls it for an
   * instrumentation that the user switched off: it enables those, too.
   */
  override enable(): void {
    // Called by the base class before the options are there.
    if (this.resolved === undefined) return;
    const isRegistration = this.isAskedWhetherEnabled;
    this.isBeingRegistered = false;
    this.isAskedWhetherEnabled = false;
    if (isRegistration && !this.resolved.enabled) {
      return;
    }
    super.enable();
    this.isWatching = true;
    const logger = diag.createComponentLogger({ namespace: NAME });
    reportTo((where, text) => logger.warn(`${where} failed: ${text}`));
    this.wire ??= this.createWire();
    this.wire.enable();
    if (this.sloMetrics?.sli) addSliCounter(this.sloMetrics.sli);
    guarded('metrics', () => this.sloMetrics?.start());
  }

  override getConfig(): GenAIInstrumentationConfig {
    this.isAskedWhetherEnabled = this.isBeingRegistered;
    return super.getConfig();
  }

  /** Stops to watch, and restores what was patched. */
  override disable(): void {
    super.disable();
    this.isWatching = false;
    this.wire?.disable();
    if (this.sloMetrics?.sli) removeSliCounter(this.sloMetrics.sli);
  }

  /** The first thing that `registerInstrumentations()` calls. */
  override setTracerProvider(provider: TracerProvider): void {
    this.isBeingRegistered = true;
    queueMicrotask(() => {
      this.isBeingRegistered = false;
      this.isAskedWhetherEnabled = false;
    });
    this.chosen.tracers =
      provider === trace.getTracerProvider() ? undefined : provider;
    this.wire?.rewatchHttp();
    this.lateHook ??= new LateHttpHook(() => this.wire?.rewatchHttp());
  }

  override setMeterProvider(provider: MeterProvider): void {
    // The global one is asked for at each call: there is none yet when a configuration file starts the SDK, nor when an
    // application registers instrumentations first. Each copy of the API has a no-op provider of its own.
    const isGlobal =
      provider === metrics.getMeterProvider() ||
      provider.constructor.name === 'NoopMeterProvider';
    this.chosen.meters = isGlobal ? undefined : provider;
    guarded('metrics', () => this.sloMetrics?.start());
  }

  /** The objectives of the option `slo`, for {@link genAIViews} in a setup of your own. */
  get objectives(): Objectives | undefined {
    return this.resolved.slo;
  }

  /** Of any type: the two lines of OpenTelemetry have one each for it, and ours must be an instrumentation to both. */
  override setLoggerProvider(provider: object): void {
    this.chosen.loggers =
      provider === registeredLoggers()
        ? undefined
        : realLoggers(provider as EventLoggerProvider);
  }

  /** The base class calls setters before fields could be initialised. */
  private get chosen(): ChosenProviders {
    return (this.chosenProviders ??= {});
  }

  private createWire(): Wire {
    const { resolved, chosen } = this;
    const { schemaUrl } = resolved.profile;
    const scope: Scope = { name: NAME, version: VERSION, schemaUrl };
    const { slo } = resolved;
    const sloMetrics = slo && createCallMetrics(resolved, scope, chosen);
    this.sloMetrics = sloMetrics;
    return createWire(() => {
      const metrics = sloMetrics ?? createCallMetrics(resolved, scope, chosen);
      const telemetry: Telemetry = {
        tracer: tracerFinder(scope, chosen),
        metrics,
        meters: metrics.source,
        sli: metrics.sli,
        logger: loggerFinder(scope, chosen),
      };
      const afterFirst = (headers: HeaderReader): void =>
        inNextTurn('specimens', () => {
          keepSpecimens(resolved);
          keepWireSpecimens(headers);
        });
      return {
        ...createObserver(resolved, telemetry, afterFirst),
        ...createSocketObserver(resolved, telemetry, metrics.source),
      };
    });
  }
}
