// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createMockLlm } from '../../examples/mock-llm/server.mjs';
import { treesIn } from './readme.mjs';
import { startShell } from './shell.mjs';

/** The receiver that the other READMEs start, as its own README says, and what it has printed when it is stopped. */
export async function tryReceiver({ servers, commands, trees }, cwd) {
  const mock = await createMockLlm();
  const start = servers.find(command => command.includes('otlp-to-text'));
  const receiver = startShell(`exec ${start} --port 0`, cwd, {
    mock,
    receiver: 'http://127.0.0.1:0',
  });
  try {
    const url = await receiver.urlSaid();
    const [command] = commands;
    const shell = startShell(command, cwd, { mock, receiver: url });
    const { code, stderr } = await shell.ended;
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    receiver.stop('SIGTERM');
    const { stdout } = await receiver.ended;
    const spans = stdout
      .split('\n')
      .filter(line => / [\d.]+ m?s /.test(`${line} `));
    const names = spans.map(line => /^ *\S.*?(?= {2})/.exec(line)[0]);
    assert.deepEqual(treesIn(names), trees);
    assert.match(stdout, /openai, .*, \d+ tokens in, \d+ out$/m);
    assert.match(stdout, /^gen_ai\.client\.operation\.duration: 1 /m);
  } finally {
    receiver.stop('SIGKILL');
    await mock.close();
  }
}
