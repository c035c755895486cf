// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { boundedContent, maxPayloadLength } from '../content/bounded.ts';
import type { Call, CallContent } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import type { DecodedBody } from '../decode/reader.ts';
import type { PayloadBounds } from '../decode/scan/strings.ts';
import type { ContentReader } from '../dialects/dialect.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { guarded, reportText } from '../guard.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import type { Recognised } from '../recognise/recognise.ts';

/**
 * Captured prompts and answers of one call. If an error occurs, no content is recorded. The error is
 * reported without its message, which can quote the content.
 */
export class CapturedContent {
  readonly #dialect: Dialect;
  readonly #reader: ContentReader;
  readonly #config: ResolvedConfig;
  /** Members of the request body that must be parsed. */
  readonly wanted: ReadonlySet<string>;
  readonly bounds: PayloadBounds;
  #content: CallContent = {};

  private constructor(
    dialect: Dialect,
    reader: ContentReader,
    config: ResolvedConfig
  ) {
    this.#dialect = dialect;
    this.#reader = reader;
    this.#config = config;
    this.wanted = wantedMembers(dialect, reader);
    this.bounds = {
      maxLength: config.maxBodyBytes,
      maxPayloadLength: maxPayloadLength(config.maxContentBytes),
      onDropped() {
        reportText(
          'content of a request',
          'it is above maxBodyBytes, and is not recorded'
        );
      },
    };
  }

  /** `undefined` if content is not captured or cannot be read. */
  static of(
    { dialect, operation }: Recognised,
    config: ResolvedConfig
  ): CapturedContent | undefined {
    const { content } = dialect;
    return config.captureContent === 'none' ||
      content === undefined ||
      // The conventions define no content for it.
      operation === 'embeddings'
      ? undefined
      : new CapturedContent(dialect, content, config);
  }

  /** Takes the content of a request and removes it from the members that others read. */
  readRequest(members: Record<string, unknown>, url: URL): void {
    guarded('read content', () => {
      const said = this.#reader.readRequest(members, url);
      this.#content = { ...this.#content, ...said };
    });
    for (const name of this.#reader.requestMembers) {
      if (!this.#dialect.requestMembers.has(name)) delete members[name];
    }
  }

  /** Takes the content of the answer. Skips a stream that was too long to be kept, because parts of it would be misread. */
  readResponse({ stream, values, oversize }: DecodedBody): void {
    if (oversize) {
      reportText(
        'content',
        'an answer is above maxBodyBytes, and its content is not recorded'
      );
      return;
    }
    guarded('read content', () => {
      this.#content.outputMessages = stream
        ? this.#reader.readEvents(values)
        : this.#reader.readResponse(values[0]);
    });
  }

  /** Returns the content to record, after the user's hook and within the limit, and releases it. */
  take(call: Call, info: GenAIRequestInfo): CallContent | undefined {
    const content = this.#content;
    this.#content = {};
    return allowedContent(content, call, info, this.#config);
  }
}

/** The content of a call that may be recorded, after the user's hook and within the limit. */
export function allowedContent(
  content: CallContent,
  call: Call,
  info: GenAIRequestInfo,
  { contentHook, profile, maxContentBytes }: ResolvedConfig
): CallContent | undefined {
  const allowed =
    contentHook === undefined
      ? said(content)
      : guarded('contentHook', () => plain(contentHook(said(content), info)));
  return guarded('content', () =>
    allowed === undefined
      ? undefined
      : boundedContent(profile.content.shape(allowed, call), maxContentBytes)
  );
}

const SECTIONS = [
  'inputMessages',
  'outputMessages',
  'systemInstructions',
  'toolDefinitions',
] as const satisfies readonly (keyof CallContent)[];

/** The sections that are not empty. */
function said(content: CallContent): CallContent {
  const entries = SECTIONS.map(section => [section, content[section]] as const);
  return Object.fromEntries(
    entries.filter(([, list]) => Array.isArray(list) && list.length > 0)
  );
}

/** Copies the result of a hook as plain JSON data, so that it cannot change later. */
function plain(given: unknown): CallContent | undefined {
  if (given === undefined || given === null) return undefined;
  return said(JSON.parse(JSON.stringify(given)) as CallContent);
}

const members = new WeakMap<Dialect, ReadonlySet<string>>();

function wantedMembers(
  dialect: Dialect,
  { requestMembers }: ContentReader
): ReadonlySet<string> {
  let wanted = members.get(dialect);
  if (wanted === undefined) {
    wanted = new Set([...dialect.requestMembers, ...requestMembers]);
    members.set(dialect, wanted);
  }
  return wanted;
}
