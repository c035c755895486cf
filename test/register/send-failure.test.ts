// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { sendFailureIn, withoutStack } from '../../src/setup/send-failure.ts';

const consequence =
  'Spans of the meantime may be lost; cumulative counters catch up.';

/** As the exporters of SDK 3.x said it, stacks cut short, and what it comes to. */
const complaints = {
  'traces by HTTP': [
    '{"stack":"Error: connect ECONNREFUSED 127.0.0.1:29596\\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)","message":"connect ECONNREFUSED 127.0.0.1:29596","code":"ECONNREFUSED","name":"Error"}',
    'connect ECONNREFUSED 127.0.0.1:29596',
  ],
  'traces by gRPC': [
    '{"stack":"Error: 14 UNAVAILABLE: No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:26648. Resolution note: \\n    at callErrorFromStatus","message":"14 UNAVAILABLE","code":"14","name":"Error"}',
    'connect ECONNREFUSED 127.0.0.1:26648',
  ],
  'metrics by gRPC, before there is a cause': [
    '{"stack":"Error: PeriodicExportingMetricReader: metrics export failed (error Error: 14 UNAVAILABLE: No connection established. Last error: null. Resolution note: )\\n    at currentRun","message":"…","name":"Error"}',
    '14 UNAVAILABLE',
  ],
  'metrics by HTTP': [
    'PeriodicExportingMetricReader: metrics export timed out after 400ms',
    'export timed out after 400ms',
  ],
  'a name that nobody knows': [
    '{"stack":"Error: getaddrinfo ENOTFOUND collector.invalid\\n    at x","message":"getaddrinfo ENOTFOUND collector.invalid","name":"Error"}',
    'getaddrinfo ENOTFOUND collector.invalid',
  ],
} as const;

describe('what an exporter complains of', () => {
  for (const [what, [text, cause]] of Object.entries(complaints)) {
    it(`is one line: ${what}`, () => {
      assert.equal(
        sendFailureIn(text),
        `telemetry could not be sent: ${cause}. ${consequence}`
      );
    });
  }

  it('stays what it is when somebody took it and refused', () => {
    const text =
      '{"stack":"OTLPExporterError: Unauthorized\\n    at x","message":"Unauthorized","name":"OTLPExporterError","code":"401"}';
    assert.equal(sendFailureIn(text), undefined);
    assert.equal(withoutStack(text), 'OTLPExporterError: Unauthorized');
  });

  it('is not what others say', () => {
    const text = 'detector: connect ECONNREFUSED 169.254.169.254:80';
    assert.equal(sendFailureIn(text), undefined);
    assert.equal(withoutStack(text), text);
    assert.equal(withoutStack('{"stack":'), '{"stack":');
  });
});
