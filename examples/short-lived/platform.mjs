// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Stands for the platform: it stops the function's process the moment that an answer is there, thaws it for the next
// event, and in the end kills it without a word, as platforms do.
import { fork } from 'node:child_process';
import { once } from 'node:events';

const child = fork(new URL('function.mjs', import.meta.url));
for (const question of ['What is a span?', 'What is a trace?']) {
  child.kill('SIGCONT');
  child.send({ question });
  const [answer] = await once(child, 'message');
  child.kill('SIGSTOP');
  console.log(answer);
}
child.kill('SIGKILL');
