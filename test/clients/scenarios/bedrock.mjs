// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { bedrockScenarios } from './bedrock-scenarios.mjs';
import { stalledStream } from './bedrock-stalled.mjs';

export const provider = 'aws.bedrock';
export const packages = ['@aws-sdk/client-bedrock-runtime'];
/** What the client speaks unless it is told not to. */
export const http2 = true;
export const scenarios = [...bedrockScenarios(() => ({})), stalledStream];
