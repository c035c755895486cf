// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { MeterProvider } from '@opentelemetry/api';
import { attributesOf } from '../../semconv/attribute-table.ts';
import { ATTRIBUTES as A } from '../../semconv/attributes.ts';
import { CLOSE_CODE, CLOSED_BY, TURN_METRICS } from '../../semconv/own.ts';
import type { AttributeTable } from '../../semconv/attribute-table.ts';
import { createInstruments, type Instrument } from '../instruments.ts';
import type { MeterSource } from '../metrics.ts';
import { OTHER, Places } from '../places.ts';

const MAX_SERVERS = 100;
const MAX_VALUES = 50;

/** The server of a session. */
export interface SessionPeer {
  readonly provider: string;
  readonly serverAddress: string;
}

/** The end of a session. */
export interface SessionEnd {
  readonly closedBy: 'application' | 'server' | 'broken' | 'refused';
  readonly code?: number | undefined;
  readonly errorType?: string | undefined;
}

const PEER: AttributeTable<SessionPeer> = [
  [A.providerName, 'provider'],
  [A.serverAddress, 'serverAddress'],
];

const ENDED: AttributeTable<SessionPeer & SessionEnd> = [
  ...PEER,
  [CLOSED_BY, 'closedBy'],
  [CLOSE_CODE, 'code'],
  [A.errorType, 'errorType'],
];

/** Records the measurements of sessions. Instruments are created with the first one, for each meter provider. */
export class SessionMetrics {
  readonly #isOn: boolean;
  readonly #source: MeterSource;
  readonly #servers = new Places(MAX_SERVERS);
  readonly #errors = new Places(MAX_VALUES);
  readonly #byProvider = new WeakMap<
    MeterProvider,
    ReadonlyMap<string, Instrument>
  >();

  constructor({ ownMetrics }: { ownMetrics: boolean }, source: MeterSource) {
    this.#isOn = ownMetrics;
    this.#source = source;
  }

  /** Counts a session as open until the returned function is called. */
  begin(peer: SessionPeer): () => void {
    const add = this.#instruments()?.get(TURN_METRICS.sessions.name);
    if (add === undefined) return () => {};
    const attributes = attributesOf(PEER, this.#bounded(peer));
    add(1, attributes);
    return () => add(-1, attributes);
  }

  /** Records a session that is over, or that could not begin. */
  record(peer: SessionPeer, end: SessionEnd, seconds: number): void {
    const { name } = TURN_METRICS.sessionDuration;
    const record = this.#instruments()?.get(name);
    const bounded = {
      ...this.#bounded(peer),
      ...end,
      errorType: placed(this.#errors, end.errorType),
    };
    record?.(seconds, attributesOf(ENDED, bounded));
  }

  #bounded({ provider, serverAddress }: SessionPeer): SessionPeer {
    const server = placed(this.#servers, serverAddress) ?? OTHER;
    return { provider, serverAddress: server };
  }

  #instruments(): ReadonlyMap<string, Instrument> | undefined {
    if (!this.#isOn) return undefined;
    const provider = this.#source.provider();
    let instruments = this.#byProvider.get(provider);
    if (instruments === undefined) {
      const { sessions, sessionDuration } = TURN_METRICS;
      instruments = createInstruments(this.#source.meterOf(provider), [
        sessions,
        sessionDuration,
      ]);
      this.#byProvider.set(provider, instruments);
    }
    return instruments;
  }
}

function placed(places: Places, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return places.admits(value, 'unknown') ? value : OTHER;
}
