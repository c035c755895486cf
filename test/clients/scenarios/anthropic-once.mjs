// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { scenarios as all } from './anthropic.mjs';
import { required } from './required.mjs';

export { provider } from './anthropic.mjs';
export const once = true;

const PLAYED =
  /^(messages|messages-cached|messages-tools|stream|stream-tools|rate-limit|server-error)$/;

export const scenarios = required(all.filter(({ name }) => PLAYED.test(name)));
