// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Writes down what an application can see of a value: what kind of object it is, its own keys, what is in it. Left out
// is what differs from run to run: times, ports, random ids.
import { createHash } from 'node:crypto';
import { IncomingMessage, OutgoingMessage } from 'node:http';
import { Agent } from 'node:http';
import { Socket } from 'node:net';

/** Keys whose values are times, or random. */
const VARYING =
  /^(date|created|created_at|createdAt|timestamp|startTime|endTime|openai-processing-ms|server-timing|total_?[rR]etryDelay|started|traceparent|localPort|remotePort|bytesWritten|bytesRead)$/;

/** Set by Node on whatever is made while an AsyncLocalStorage is in use. */
const NODE_SYMBOL = /kResourceStore|async_id_symbol|trigger_async_id/;

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Of a form: random. */
const BOUNDARY = /(boundary=)[\w-]+/g;

/** In JSON that nobody has parsed. */
const SECONDS = /("created(?:_at)?": ?)(?:\d+|"[^"]*")/g;

const MAX_DEPTH = 9;

/** @param {string} mock the address to leave out, for its port is another one in each run */
export function createDescriber(mock) {
  const { host } = new URL(mock);
  const text = value =>
    value
      .replaceAll(host, 'mock')
      .replace(UUID, 'uuid')
      .replace(BOUNDARY, '$1')
      .replace(SECONDS, '$1"now"')
      .slice(0, 8000);
  return value => describe(value, text, new Set(), 0);
}

function describe(value, text, above, depth) {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
    case 'boolean':
      return Number.isNaN(value) ? 'NaN' : value;
    case 'undefined':
      return { undefined: true };
    case 'function':
      return { function: value.name, length: value.length };
    case 'bigint':
    case 'symbol':
      return { [typeof value]: String(value) };
  }
  if (value === null) return null;
  if (above.has(value)) return { again: nameOf(value) };
  if (depth > MAX_DEPTH) return { deep: nameOf(value) };
  const inside = new Set(above).add(value);
  const inner = each => describe(each, text, inside, depth + 1);
  for (const [kind, look] of kinds) {
    if (value instanceof kind) return look(value, inner);
  }
  if (Array.isArray(value)) return listed(value, inner);
  return { ...kindOf(value), ...membersOf(value, inner) };
}

/** Objects that are looked at from outside, for inside they are other people's and full of timers. */
const kinds = [
  [Date, () => ({ date: true })],
  [ArrayBuffer, value => bytes(Buffer.from(value), 'ArrayBuffer')],
  [
    Object.getPrototypeOf(Uint8Array),
    value =>
      bytes(
        Buffer.from(value.buffer, value.byteOffset, value.byteLength),
        nameOf(value)
      ),
  ],
  [Map, (value, inner) => ({ map: [...value].map(inner) })],
  [Set, (value, inner) => ({ set: [...value].map(inner) })],
  [
    Headers,
    (value, inner) => ({
      headers: membersOf(Object.fromEntries(value), inner),
    }),
  ],
  [
    Response,
    (value, inner) => ({
      ...ownOf(value),
      status: value.status,
      statusText: value.statusText,
      url: inner(value.url),
      type: value.type,
      redirected: value.redirected,
      bodyUsed: value.bodyUsed,
      body: value.body && { ...ownOf(value.body), locked: value.body.locked },
      headers: inner(value.headers),
    }),
  ],
  [
    AbortSignal,
    (value, inner) => ({ aborted: value.aborted, reason: inner(value.reason) }),
  ],
  [AbortController, value => ({ controller: value.signal.aborted })],
  [Promise, ownOf],
  [
    IncomingMessage,
    (value, inner) => ({
      class: nameOf(value),
      statusCode: value.statusCode,
      headers: membersOf(value.headers, inner),
      complete: value.complete,
      aborted: value.aborted,
      readableEnded: value.readableEnded,
    }),
  ],
  [OutgoingMessage, value => ({ class: nameOf(value) })],
  [Agent, value => ({ class: nameOf(value) })],
  [Socket, value => ({ class: nameOf(value) })],
  [
    Error,
    (value, inner) => {
      const { stack: _, ...rest } = Object.getOwnPropertyDescriptors(value);
      return {
        ...kindOf(value, Reflect.ownKeys(rest)),
        name: inner(value.name),
        message: inner(value.message),
        text: inner(String(value)),
        ...membersOf(value, inner),
        ...('cause' in value && { cause: inner(value.cause) }),
      };
    },
  ],
];

function listed(value, inner) {
  if (value.length <= 64) return value.map(inner);
  return {
    length: value.length,
    hash: hash(JSON.stringify(value)),
    first: inner(value[0]),
  };
}

function bytes(buffer, name) {
  return { class: name, length: buffer.length, hash: hash(buffer) };
}

function hash(value) {
  return createHash('sha1').update(value).digest('hex').slice(0, 12);
}

/** Ordinary objects are only what is in them. */
function kindOf(value, keys = Reflect.ownKeys(value)) {
  const names = [];
  for (
    let at = Object.getPrototypeOf(value);
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    names.push(at.constructor?.name ?? '');
  }
  const hidden = keys
    .filter(key => !Object.prototype.propertyIsEnumerable.call(value, key))
    .map(String);
  const symbols = keys.filter(key => typeof key === 'symbol').map(String);
  const others = [...new Set([...hidden, ...symbols])].filter(
    key => !NODE_SYMBOL.test(key)
  );
  return {
    ...(names.length > 0 && { class: names.join(' < ') }),
    ...(others.length > 0 && { hidden: others }),
  };
}

/** Of objects that are not looked into: whether somebody has hung something on them. */
function ownOf(value) {
  return { ...kindOf(value), keys: Object.keys(value) };
}

function membersOf(value, inner) {
  const members = {};
  for (const key of Object.keys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    members[key] =
      descriptor.get !== undefined
        ? { getter: true }
        : VARYING.test(key) || isPackedLength(key, value)
          ? { varying: typeof value[key] }
          : inner(value[key]);
  }
  return members;
}

/** What was packed has times in it, and so another length each time. */
function isPackedLength(key, { 'content-encoding': encoding }) {
  return key === 'content-length' && encoding !== undefined;
}

function nameOf(value) {
  return value.constructor?.name ?? 'Object';
}
