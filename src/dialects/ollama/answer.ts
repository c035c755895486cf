// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import { asCount, asObject, asText, said } from '../fields.ts';

/** A whole answer of Ollama. An error is free text, so `error.type` is the HTTP status. */
export function readAnswer(json: unknown, facts: ResponseFacts): void {
  const answer = asObject(json);
  const reason = asText(answer['done_reason']);
  Object.assign(
    facts,
    said<ResponseFacts>({
      model: asText(answer['model']),
      finishReasons: reason === undefined ? undefined : [reason],
      // Missing if the prompt was not evaluated again.
      inputTokens: asCount(answer['prompt_eval_count']),
      outputTokens: asCount(answer['eval_count']),
    })
  );
}

/** One line of a stream; the last one is `done` and contains the counts. After an error, there is no such line. */
export function readLine(json: unknown, facts: ResponseFacts): void {
  const line = asObject(json);
  readAnswer(line, facts);
  if (asText(line['error']) !== undefined) facts.errorType = '_OTHER';
  if (line['done'] === true) facts.complete = true;
}
