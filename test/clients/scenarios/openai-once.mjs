// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { scenarios as all } from './openai.mjs';
import { required } from './required.mjs';

export { provider } from './openai.mjs';
export const once = true;

const PLAYED =
  /^(chat|chat-tools|chat-parallel|stream|stream-tools|stream-left|embeddings|responses|responses-stream|completion|rate-limit|server-error)$/;

export const scenarios = required(all.filter(({ name }) => PLAYED.test(name)));
