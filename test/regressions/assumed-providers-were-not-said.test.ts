// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { Call } from '../../src/call.ts';
import { reportAssumedProvider } from '../../src/observe/ending.ts';

describe('a host that is reported as another provider', () => {
  const lines: string[] = [];
  const nothing = () => undefined;

  before(() => {
    diag.setLogger(
      {
        info: (line: string) => void lines.push(line),
        error: nothing,
        warn: nothing,
        debug: nothing,
        verbose: nothing,
      },
      { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true }
    );
  });

  after(() => diag.disable());

  const call = (serverAddress: string, providerAssumed: boolean) =>
    ({
      provider: 'openai',
      providerAssumed,
      serverAddress,
      serverPort: 443,
    }) as Call;

  it('is named once, with the way to name it', () => {
    reportAssumedProvider(call('api.openai.com', false));
    reportAssumedProvider(call('llm.example', true));
    reportAssumedProvider(call('llm.example', true));
    assert.equal(lines.length, 1);
    assert.match(lines[0]!, /llm\.example:443 .* reported as openai/);
    assert.match(
      lines[0]!,
      /OTEL_INSTRUMENTATION_GENAI_PROVIDERS=llm\.example:443=/
    );
  });
});
