// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { TextMapPropagator, TracerProvider } from '@opentelemetry/api';
import { callerVersion } from './caller-version.ts';

/** The global key under which every copy of `@opentelemetry/api` 1.x, bundled or not, keeps its registrations. */
const KEY = Symbol.for('opentelemetry.js.api.1');

/**
 * A copy reads registrations only from a version that is not older than its own, so a copy of 1.9 and one of 1.10 would not
 * see each other's registrations. All copies accept this version.
 */
const READABLE_BY_ALL = '1.999.0';

const KINDS = ['trace', 'metrics', 'context', 'propagation', 'logs'] as const;

/** The parts of the API for which one implementation can be registered. A logger for `diag` may be replaced at any time. */
export type ApiKind = (typeof KINDS)[number];

interface Entry {
  readonly value: unknown;
  readonly ours: boolean;
}

/** Objects that callers of the API get if nobody else has registered an implementation. */
export interface StandIns {
  readonly trace: TracerProvider;
  readonly propagation: TextMapPropagator;
}

type GlobalApi = Record<string, unknown>;
const holder = globalThis as { [KEY]?: GlobalApi };

/** Reads a registration of any copy of the API, also of one that our copy would not read from. */
export function registeredGlobally(kind: ApiKind | 'diag'): unknown {
  return holder[KEY]?.[kind];
}

/**
 * The object behind all copies of the API, in place of the plain one that the first registration would create.
 *
 * To read, a copy gets `globalThis[KEY]` and a member of it. To register, a copy also assigns `globalThis[KEY]` before it
 * checks that the member is free and that the version is its own. That assignment distinguishes a registration from a
 * read. Therefore
 * - a read finds the registered implementation, else our stand-in;
 * - a registration by somebody else finds its own version, and the member free even if our provider is registered;
 *   with the first foreign provider, our providers are removed and `onForeign` is called.
 */
export class SharedApi {
  private readonly entries = new Map<string, Entry>();
  private readonly object: GlobalApi = {};
  private readonly standIns: StandIns | undefined;
  private readonly onForeign: () => void;
  private registering = false;
  private registersOurs = false;
  private foreign = false;

  /**
   * @param standIns Omitted if providers are already registered, and only versions must be reconciled.
   * @param onForeign Called once, when somebody else registers a tracer or meter provider.
   */
  constructor(standIns?: StandIns, onForeign: () => void = () => {}) {
    this.standIns = standIns;
    this.onForeign = onForeign;
    Object.assign(this.object, holder[KEY]);
    Object.defineProperty(this.object, 'version', {
      get: this.versionGetter(),
    });
    Object.setPrototypeOf(this.object, this.disabledKinds());
    for (const kind of KINDS) {
      const value = this.object[kind];
      if (value !== undefined) this.entries.set(kind, { value, ours: false });
      this.define(kind);
    }
    Object.defineProperty(globalThis, KEY, {
      get: () => {
        this.registering = false;
        return this.object;
      },
      set: (value: unknown) => {
        if (value === this.object) this.registering = true;
        else Object.defineProperty(globalThis, KEY, plain(value));
      },
      configurable: true,
      enumerable: true,
    });
  }

  /** Runs `fn` and treats its registrations as ours; earlier registrations of others are kept. */
  asOurs<T>(fn: () => T): T {
    this.registersOurs = true;
    try {
      return fn();
    } finally {
      this.registersOurs = false;
    }
  }

  /** Returns the registered object, or `undefined` if there is only a stand-in. */
  registered(kind: ApiKind): unknown {
    return Object.hasOwn(this.object, kind)
      ? this.entries.get(kind)?.value
      : undefined;
  }

  private versionGetter(): () => string {
    const version = (): string =>
      this.registering
        ? (callerVersion(version) ?? READABLE_BY_ALL)
        : READABLE_BY_ALL;
    return version;
  }

  private define(kind: ApiKind): void {
    Object.defineProperty(this.object, kind, {
      get: () => (this.registering ? this.taken(kind) : this.visible(kind)),
      set: (value: unknown) => this.register(kind, value),
      configurable: true,
      enumerable: true,
    });
  }

  /** A copy that disables a kind deletes the member. The prototype's accessor then handles the next registration. */
  private disabledKinds(): object {
    const prototype = {};
    for (const kind of KINDS) {
      Object.defineProperty(prototype, kind, {
        get: () => undefined,
        set: (value: unknown) => {
          this.entries.delete(kind);
          this.define(kind);
          this.register(kind, value);
        },
      });
    }
    return prototype;
  }

  /** Returns the object that a read finds. */
  private visible(kind: ApiKind): unknown {
    const entry = this.entries.get(kind);
    if (entry?.ours === false) return entry.value;
    return this.standIns?.[kind as keyof StandIns] ?? entry?.value;
  }

  /** Returns the object that makes a registration fail as a duplicate. Stand-ins never do; our own registrations never fail. */
  private taken(kind: ApiKind): unknown {
    const entry = this.entries.get(kind);
    return entry === undefined || entry.ours || this.registersOurs
      ? undefined
      : entry.value;
  }

  private register(kind: ApiKind, value: unknown): void {
    this.registering = false;
    const before = this.entries.get(kind);
    if (this.registersOurs) {
      if (before?.ours !== false) this.entries.set(kind, { value, ours: true });
      return;
    }
    this.entries.set(kind, { value, ours: false });
    if (this.foreign || (kind !== 'trace' && kind !== 'metrics')) return;
    this.foreign = true;
    for (const provider of ['trace', 'metrics', 'logs'] as const) {
      if (this.entries.get(provider)?.ours) this.entries.delete(provider);
    }
    this.onForeign();
  }
}

function plain(value: unknown): PropertyDescriptor {
  return { value, writable: true, configurable: true, enumerable: true };
}
