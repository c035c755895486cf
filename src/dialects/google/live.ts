// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import { asObject, asText, said, type JsonObject } from '../fields.ts';
import type { TurnDialect, TurnSign } from '../turn-dialect.ts';
import {
  calls,
  contentMessages,
  heard,
  pieceParts,
  results,
  setupContent,
} from './live-content.ts';
import { memberOf, readGoogleRequest } from './parameters.ts';
import { readGoogleUsage } from './usage.ts';

/** Frames of a microphone or a camera, which are most of what a client sends. */
const MEDIA =
  /^\s*\{\s*"realtime_?[iI]nput"\s*:\s*\{\s*"(?:audio|video|media|mediaChunks|media_chunks)"/;

/**
 * The Live API of Gemini and of Vertex AI. Its messages name no turn: one turn follows the other. A turn ends where the
 * model asks for a tool, because it then waits for the application.
 *
 * @see https://ai.google.dev/api/live
 */
export const googleLive: TurnDialect = {
  name: 'google-live',
  sent: {
    facts: both('setup', 'clientContent', 'realtimeInput', 'toolResponse'),
    content: new Set(),
  },
  received: {
    facts: both(
      'setupComplete',
      'serverContent',
      'toolCall',
      'usageMetadata',
      'voiceActivity',
      'voiceActivityDetectionSignal'
    ),
    content: new Set(),
  },
  hintOf: (way, head) =>
    way === 'sent' && MEDIA.test(head) ? 'nothing' : undefined,
  readUrl: () => ({}),
  readSent(members, captures) {
    const setup = memberOf(members, 'setup');
    if (setup !== undefined) return [readSetup(asObject(setup), captures)];
    return [
      ...clientContent(members, captures),
      ...realtimeInput(members, captures),
      ...toolResponse(members, captures),
    ];
  },
  readReceived(members, captures) {
    const complete = asObject(memberOf(members, 'setupComplete'));
    const id = asText(memberOf(complete, 'sessionId'));
    return [
      ...(id === undefined ? [] : [{ kind: 'session', id } as const]),
      ...readSpeech(members),
      ...readTurn(members, captures),
    ];
  },
};

/** Google accepts members in camel case and in snake case. */
function both(...names: string[]): ReadonlySet<string> {
  return new Set(
    names.flatMap(name => [
      name,
      name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
    ])
  );
}

function readSetup(setup: JsonObject, captures: boolean): TurnSign {
  // The format of its parameters is that of generateContent, whose model is in the URL.
  const { stream: _, ...request } = readGoogleRequest(
    setup,
    new URL('https://localhost/')
  );
  const model = asText(setup['model'])?.split('/').at(-1);
  return {
    kind: 'session',
    request: said<RequestFacts>({ ...request, model }),
    ...(captures && { content: setupContent(setup) }),
  };
}

function clientContent(members: JsonObject, captures: boolean): TurnSign[] {
  const given = memberOf(members, 'clientContent');
  if (given === undefined) return [];
  const content = asObject(given);
  const messages = captures ? contentMessages(content['turns']) : [];
  const input = { kind: 'input', messages } as const;
  return memberOf(content, 'turnComplete') === true
    ? [input, { kind: 'ask', request: {} }]
    : [input];
}

/** The speech of a user is no request, unless the client says itself where it ends. */
function realtimeInput(members: JsonObject, captures: boolean): TurnSign[] {
  const input = asObject(memberOf(members, 'realtimeInput'));
  const text = asText(input['text']);
  if (text !== undefined) {
    return [
      { kind: 'input', messages: captures ? heard(text) : [] },
      { kind: 'ask', request: {}, merges: true },
    ];
  }
  if (memberOf(input, 'activityEnd') !== undefined) {
    return [{ kind: 'ask', request: {}, merges: true }];
  }
  if (memberOf(input, 'audioStreamEnd') === true) {
    return [{ kind: 'speech', ended: true }];
  }
  return [];
}

function toolResponse(members: JsonObject, captures: boolean): TurnSign[] {
  const given = memberOf(members, 'toolResponse');
  if (given === undefined) return [];
  const messages = captures ? results(asObject(given)) : [];
  return [
    { kind: 'input', messages },
    { kind: 'ask', request: {}, merges: true },
  ];
}

/** `ACTIVITY_END` and `VAD_SIGNAL_TYPE_EOS`: the user has spoken. */
function readSpeech(members: JsonObject): TurnSign[] {
  const { voiceActivityType } = asObject(memberOf(members, 'voiceActivity'));
  const { vadSignalType } = asObject(
    memberOf(members, 'voiceActivityDetectionSignal')
  );
  const text = asText(voiceActivityType ?? vadSignalType);
  if (text === undefined) return [];
  return [{ kind: 'speech', ended: /END|EOS/.test(text) }];
}

function readTurn(members: JsonObject, captures: boolean): TurnSign[] {
  const content = asObject(memberOf(members, 'serverContent'));
  const response: ResponseFacts = {};
  readGoogleUsage(memberOf(members, 'usageMetadata'), response);
  const signs: TurnSign[] = [];
  const transcript = asObject(memberOf(content, 'inputTranscription'));
  const spoken = captures ? asText(transcript['text']) : undefined;
  if (spoken !== undefined) {
    signs.push({ kind: 'input', messages: heard(spoken) });
  }
  const piece = pieceOf(content, captures);
  if (piece !== undefined) signs.push(piece);
  const call = memberOf(members, 'toolCall');
  if (call !== undefined) {
    const parts = captures ? calls(asObject(call)) : undefined;
    signs.push({ kind: 'piece', audio: false, begins: true, parts });
    signs.push({ kind: 'end', response: ended(response, 'tool_call') });
    return signs;
  }
  if (memberOf(content, 'generationComplete') === true) {
    signs.push({ kind: 'generated' });
  }
  if (content['interrupted'] === true) {
    signs.push({ kind: 'end', response: ended(response, 'interrupted') });
  } else if (memberOf(content, 'turnComplete') === true) {
    const reason = asText(memberOf(content, 'turnCompleteReason')) ?? 'stop';
    signs.push({ kind: 'end', response: ended(response, reason) });
  } else signs.push({ kind: 'usage', response });
  return signs;
}

function ended(response: ResponseFacts, reason: string): ResponseFacts {
  return { ...response, finishReasons: [reason], complete: true };
}

/** A transcript of the answer follows its sound, and so begins no turn. */
function pieceOf(content: JsonObject, captures: boolean): TurnSign | undefined {
  const turn = memberOf(content, 'modelTurn');
  const transcription = memberOf(content, 'outputTranscription');
  if (turn === undefined && transcription === undefined) return undefined;
  const parts = asObject(turn)['parts'];
  return {
    kind: 'piece',
    audio:
      Array.isArray(parts) &&
      parts.some(part => memberOf(asObject(part), 'inlineData') !== undefined),
    begins: turn !== undefined,
    ...(captures && { parts: pieceParts(parts, asObject(transcription)) }),
  };
}
