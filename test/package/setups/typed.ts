// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A setup in TypeScript.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { GenAIInstrumentation } from 'opentelemetry-instrumentation-genai';

class Setup {
  readonly service: string;

  constructor(service: string) {
    this.service = service;
  }

  start(): void {
    new NodeSDK({
      serviceName: this.service,
      instrumentations: [new GenAIInstrumentation()],
    }).start();
  }
}

new Setup('typed').start();
