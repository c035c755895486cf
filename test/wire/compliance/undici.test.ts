// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { describe, it } from 'mocha';
import { fetchBodyProbes } from '../probes/fetch-body.ts';
import { fetchFailureProbes } from '../probes/fetch-failure.ts';
import { fetchResponseProbes } from '../probes/fetch-response.ts';
import type { Fetch } from '../probes/fetching.ts';
import { undiciAddressProbes } from '../probes/undici-address.ts';
import { undiciDispatchProbes } from '../probes/undici-dispatch.ts';
import { undiciDispatcherProbes } from '../probes/undici-dispatchers.ts';
import { undiciFailureProbes } from '../probes/undici-failure.ts';
import { undiciRequestProbes } from '../probes/undici-request.ts';
import {
  loadUndici,
  undiciKit,
  undiciVersions,
  type UndiciVersion,
} from '../probes/undici-calling.ts';
import { complies } from '../support/compliance.ts';
import type { Kit } from '../support/transcript.ts';

/** They open message ports there that keep the process alive until they are collected. */
const portsOpen = /structuredClone|clone of which/;
/** What bodies of undici 5 cannot do. */
const newer = /byob|bytes\(\)/;

/** `fetch` of an npm undici, over an agent of the same version. */
function fetchKit(found: UndiciVersion): Kit<Fetch & { close(): unknown }> {
  return {
    open(wire) {
      const undici = loadUndici(found);
      wire.watchUndici(undici);
      const dispatcher = new undici.Agent();
      const fetch: Fetch = (input, init) =>
        undici.fetch(input, { dispatcher, ...init });
      return Object.assign(fetch, { close: () => dispatcher.destroy() });
    },
    close: fetch => fetch.close(),
  };
}

for (const found of undiciVersions) {
  const { name, version, skip } = found;
  if (skip) {
    describe(name, () => {
      it.skip(`works (${skip})`);
    });
    continue;
  }
  const kit = { ...undiciKit(found), thorough: version === 7 };
  complies(`${name}: requests`, 'undici', kit, undiciRequestProbes);
  complies(`${name}: failures`, 'undici', kit, undiciFailureProbes);
  complies(`${name}: dispatch`, 'undici', kit, undiciDispatchProbes(version));
  const addresses = undiciAddressProbes(version);
  complies(`${name}: addresses`, 'undici', kit, addresses);
  const dispatchers = undiciDispatcherProbes(version);
  complies(`${name}: dispatchers`, 'undici', kit, dispatchers);
  const unhooked = undiciKit(found, false);
  const some = undiciRequestProbes.slice(0, 8);
  complies(`${name}: not hooked`, 'undici', unhooked, some);
  const fetching = fetchKit(found);
  complies(`${name}: fetch`, 'undici', fetching, [
    ...[...fetchResponseProbes, ...fetchBodyProbes].filter(
      ({ name: probe }) =>
        !portsOpen.test(probe) && !(version < 6 && newer.test(probe))
    ),
    ...fetchFailureProbes.slice(0, 1),
  ]);
}
