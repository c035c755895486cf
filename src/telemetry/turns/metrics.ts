// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { attributesOf } from '../../semconv/attribute-table.ts';
import { ATTRIBUTES as A } from '../../semconv/attributes.ts';
import { CLOSE_CODE, CLOSED_BY, TURN_METRICS } from '../../semconv/own.ts';
import type { AttributeTable } from '../../semconv/attribute-table.ts';
import { InstrumentCache, type OpenCount } from '../instruments.ts';
import { Open } from '../metric-attributes.ts';
import type { MeterSource } from '../providers.ts';
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
  readonly #instruments: InstrumentCache;
  readonly #open = new Map<string, OpenCount>();
  readonly #servers = new Places(MAX_SERVERS);
  readonly #errors = new Places(MAX_VALUES);

  constructor({ ownMetrics }: { ownMetrics: boolean }, source: MeterSource) {
    this.#isOn = ownMetrics;
    const { sessions, sessionDuration } = TURN_METRICS;
    this.#instruments = new InstrumentCache(
      source,
      [sessions, sessionDuration],
      () => this.#open.values()
    );
  }

  /** Counts a session as open until it is ended; `undefined` if sessions are not measured. */
  begin(peer: SessionPeer): Open | undefined {
    if (!this.#isOn) return undefined;
    const counter = this.#instruments.of().get(TURN_METRICS.sessions.name);
    const attributes = attributesOf(PEER, this.#bounded(peer));
    const key = JSON.stringify(attributes);
    const count = this.#open.get(key) ?? { attributes, open: 0 };
    this.#open.set(key, count);
    return new Open(count, counter);
  }

  /** Records a session that is over, or that could not begin. */
  record(peer: SessionPeer, end: SessionEnd, seconds: number): void {
    if (!this.#isOn) return;
    const { name } = TURN_METRICS.sessionDuration;
    const bounded = {
      ...this.#bounded(peer),
      ...end,
      errorType: placed(this.#errors, end.errorType),
    };
    const attributes = attributesOf(ENDED, bounded);
    this.#instruments.of().get(name)?.record(seconds, attributes);
  }

  #bounded({ provider, serverAddress }: SessionPeer): SessionPeer {
    const server = placed(this.#servers, serverAddress) ?? OTHER;
    return { provider, serverAddress: server };
  }
}

function placed(places: Places, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return places.admits(value, 'unknown') ? value : OTHER;
}
