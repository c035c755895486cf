// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../../call.ts';
import {
  asCount,
  asNumber,
  asObject,
  asText,
  asTexts,
  said,
  type JsonObject,
} from '../../fields.ts';
import type { MessageHint, TurnDialect, TurnSign } from '../../turn-dialect.ts';
import { errorTypeOf } from '../error.ts';
import { readResponsesUsage } from '../usage.ts';
import {
  itemMessages,
  outputMessages,
  sessionContent,
} from './realtime-content.ts';
import { readStatus } from './realtime-status.ts';

const TYPE = /^\s*\{\s*"type"\s*:\s*"([a-z_.]+)"/;
const APPENDED = 'input_audio_buffer.append';
/** The name with `output_` is that of the released API, the other one that of its beta. */
const AUDIO = /^response\.(?:output_)?audio\.delta$/;
const PIECE = /^response\.[a-z_]+\.delta$/;

/** Errors about messages of the client that ask for no turn. */
const OTHER_ERROR =
  /^(?:input_audio_buffer|conversation_item|item|session|response_cancel)_|^(?:cannot_update_voice|invalid_item)/;

/**
 * The Realtime API, of OpenAI, Azure and compatible servers.
 *
 * @see https://platform.openai.com/docs/api-reference/realtime-server-events
 */
export const openaiRealtime: TurnDialect = {
  name: 'openai-realtime',
  sent: {
    facts: new Set(['type', 'event_id', 'response']),
    content: new Set(['item']),
  },
  received: {
    facts: new Set(['type', 'response', 'response_id', 'session', 'error']),
    content: new Set(['transcript']),
  },
  hintOf(way, head) {
    const type = TYPE.exec(head)?.[1];
    if (type === undefined) return undefined;
    if (way === 'sent') return type === APPENDED ? 'nothing' : undefined;
    return pieceOf(type);
  },
  readUrl: ({ searchParams }) =>
    said<RequestFacts>({
      model:
        searchParams.get('model') ??
        searchParams.get('deployment') ??
        undefined,
    }),
  readSent(members, captures) {
    switch (members['type']) {
      case 'response.create':
        return [asked(members, captures)];
      case 'conversation.item.create':
        return captures
          ? [{ kind: 'input', messages: itemMessages(members['item']) }]
          : [];
      default:
        return [];
    }
  },
  readReceived(members, captures) {
    const type = asText(members['type']) ?? '';
    const piece = pieceOf(type);
    if (piece !== undefined) {
      const id = asText(members['response_id']);
      return [{ kind: 'piece', id, audio: piece === 'audio' }];
    }
    const read = EVENTS[type];
    return read === undefined ? [] : read(members, captures);
  },
};

function pieceOf(type: string): MessageHint | undefined {
  if (!PIECE.test(type)) return undefined;
  return AUDIO.test(type) ? 'audio' : 'piece';
}

type ReadEvent = (
  members: JsonObject,
  captures: boolean
) => readonly TurnSign[];

const session: ReadEvent = ({ session: value }, captures) => {
  const { id, model, ...settings } = asObject(value);
  return [
    {
      kind: 'session',
      id: asText(id),
      model: asText(model),
      request: readParameters(settings),
      ...(captures && { content: sessionContent(settings) }),
    },
  ];
};

const speech =
  (ended: boolean): ReadEvent =>
  () => [{ kind: 'speech', ended }];

const EVENTS: Readonly<Record<string, ReadEvent>> = {
  'session.created': session,
  'session.updated': session,
  'input_audio_buffer.speech_started': speech(false),
  'input_audio_buffer.speech_stopped': speech(true),
  'input_audio_buffer.committed': speech(true),
  'conversation.item.input_audio_transcription.completed': (
    { transcript },
    captures
  ) => {
    const text = captures ? asText(transcript) : undefined;
    if (text === undefined) return [];
    const parts = [{ type: 'text' as const, content: text }];
    return [{ kind: 'input', messages: [{ role: 'user', parts }] }];
  },
  'response.created': ({ response: value }) => {
    const response = asObject(value);
    return [
      {
        kind: 'begin',
        id: asText(response['id']),
        request: readParameters(response),
        response: said<ResponseFacts>({ id: asText(response['id']) }),
        // Some servers know no metadata.
        ...('metadata' in response && { mark: markOf(response['metadata']) }),
      },
    ];
  },
  'response.done': ({ response: value }, captures) => {
    const response = asObject(value);
    const facts = said<ResponseFacts>({ id: asText(response['id']) });
    readStatus(response, facts);
    readResponsesUsage(response['usage'], facts);
    const output = captures ? outputMessages(response) : undefined;
    return [
      { kind: 'end', id: asText(response['id']), response: facts, output },
    ];
  },
  error: ({ error: value }) => {
    const error = asObject(value);
    const errorType = errorTypeOf({ error }) ?? '_OTHER';
    return [
      {
        kind: 'error',
        errorType,
        ref: asText(error['event_id']),
        isOther: OTHER_ERROR.test(errorType),
      },
    ];
  },
};

function asked(members: JsonObject, captures: boolean): TurnSign {
  const response = asObject(members['response']);
  return {
    kind: 'ask',
    ref: asText(members['event_id']),
    mark: markOf(response['metadata']),
    request: readParameters(response),
    ...(captures && { content: sessionContent(response) }),
  };
}

/** The server repeats the metadata of a request, so parallel requests are told apart by them. */
function markOf(metadata: unknown): string {
  const entries = Object.entries(asObject(metadata)).sort(([one], [two]) =>
    one < two ? -1 : 1
  );
  return JSON.stringify(entries);
}

/** Parameters of a session, of a request or of a response, of the released API and of its beta. */
function readParameters(settings: JsonObject): RequestFacts {
  const modalities = asTexts(
    settings['output_modalities'] ?? settings['modalities']
  );
  return said<RequestFacts>({
    outputType:
      modalities === undefined
        ? undefined
        : modalities.includes('audio')
          ? 'speech'
          : 'text',
    maxTokens: asCount(
      settings['max_output_tokens'] ?? settings['max_response_output_tokens']
    ),
    temperature: asNumber(settings['temperature']),
    reasoningLevel: asText(asObject(settings['reasoning'])['effort']),
  });
}
