// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import type { Dialect, DialectRoute } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject, asText, said } from '../fields.ts';
import { googleErrorType, googleEventErrorType } from './error.ts';
import { googleGenerateContent } from './generate-content.ts';
import { readGoogleRequest } from './parameters.ts';
import { readGoogleUsage } from './usage.ts';

/** Later candidates are ignored, because an index determines the length of our array. */
const mostCandidates = 2048;

/** generateContent of Gemini and Vertex AI: https://ai.google.dev/api/generate-content */
export const googleGenerate: Dialect = {
  name: 'google-generate',
  content: googleGenerateContent,
  requestMembers: new Set(['generationConfig', 'generation_config']),
  readRequest: readGoogleRequest,
  readResponse(json, _header, facts, route) {
    // Without alt=sse, a stream is one array of its events, and its error an array of one element.
    const parts: readonly unknown[] = Array.isArray(json) ? json : [json];
    const [first, ...events] = parts;
    const errorType = googleErrorType(first);
    if (errorType !== undefined) facts.errorType = errorType;
    readPart(asObject(first), facts, route);
    for (const event of events) readEvent(event, facts, route);
  },
  readEvent,
  /** The finish reasons of several candidates are spread over the stream. */
  needsEveryEvent: request => (request.choiceCount ?? 1) > 1,
};

function readEvent(
  event: unknown,
  facts: ResponseFacts,
  route: DialectRoute
): void {
  const errorType = googleEventErrorType(event);
  if (errorType !== undefined) facts.errorType = errorType;
  readPart(asObject(event), facts, route);
}

function readPart(
  part: JsonObject,
  facts: ResponseFacts,
  route: DialectRoute
): void {
  Object.assign(
    facts,
    said<ResponseFacts>({
      id: asText(part['responseId']),
      model: asText(part['modelVersion']),
    })
  );
  const { candidates } = part;
  if (Array.isArray(candidates)) readFinishReasons(candidates, facts);
  readBlockReason(asObject(part['promptFeedback']), facts);
  readGoogleUsage(part['usageMetadata'], facts);
  if (allEnded(facts.finishReasons, route)) facts.complete = true;
}

function readFinishReasons(
  candidates: readonly unknown[],
  facts: ResponseFacts
): void {
  for (const [position, item] of candidates.entries()) {
    const candidate = asObject(item);
    // Google leaves out the index 0 of the first candidate.
    const index = asCount(candidate['index']) ?? position;
    const reason = asText(candidate['finishReason']);
    if (index >= mostCandidates || reason === undefined) continue;
    const reasons = (facts.finishReasons ??= []);
    while (reasons.length <= index) reasons.push(undefined);
    reasons[index] = reason;
  }
}

/** A refused prompt has no candidates; its block reason, which uses the same words, is used as the finish reason. */
function readBlockReason(feedback: JsonObject, facts: ResponseFacts): void {
  const reason = asText(feedback['blockReason']);
  if (reason !== undefined) facts.finishReasons ??= [reason];
}

function allEnded(
  reasons: ResponseFacts['finishReasons'],
  { choiceCount = 1 }: DialectRoute
): boolean {
  return (
    reasons !== undefined &&
    reasons.length >= choiceCount &&
    reasons.every(reason => reason !== undefined)
  );
}
