// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { bedrockScenarios } from './bedrock-scenarios.mjs';

export const provider = 'aws.bedrock';
export const packages = [
  '@aws-sdk/client-bedrock-runtime',
  '@smithy/node-http-handler',
];
export const scenarios = bedrockScenarios(async c => {
  const { NodeHttpHandler } = await c.load('@smithy/node-http-handler');
  return { requestHandler: new NodeHttpHandler() };
});
