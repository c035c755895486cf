// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { attributesOf } from '../../../src/semconv/attribute-table.ts';
import { readdirSync, readFileSync } from 'node:fs';
import type { Call, RequestFacts } from '../../../src/call.ts';
import { providers } from '../../../src/recognise/providers.ts';
import { ATTRIBUTES } from '../../../src/semconv/attributes.ts';
import { definitionOf, spanRequirements } from './convention.ts';
import {
  callsOf,
  measured,
  operationsOf,
  profiles,
  spanOf,
  wrongIn,
} from './emitted.ts';
import { wholeCall } from './whole-call.ts';

/** Some APIs take a fraction where the latest convention has a whole number. */
const fractional: Call = {
  ...wholeCall('cohere', 'chat'),
  request: { topK: 40.5 },
};

const outputTypes: Record<Required<RequestFacts>['outputType'], true> = {
  text: true,
  json: true,
  image: true,
  speech: true,
};
const apiTypes: Record<Required<RequestFacts>['apiType'], true> = {
  chat_completions: true,
  responses: true,
};

for (const [profile, convention] of profiles) {
  describe(`names of profile ${profile.name}`, () => {
    const calls = callsOf(profile);
    const tableOf = ({ operation, provider }: Call) =>
      spanRequirements(convention, operation, provider);

    it('are of the version that it says', () => {
      assert.equal(profile.schemaUrl, convention.schemaUrl);
    });

    it('are known to the convention on every span, with values of their types', () => {
      for (const call of [...calls, fractional]) {
        assert.deepEqual(
          wrongIn(convention, spanOf(profile, call)),
          [],
          `${call.provider} ${call.operation}`
        );
      }
    });

    it('are in the table of the span of each operation, as its provider refines it', () => {
      for (const call of calls) {
        const table = tableOf(call);
        assert.deepEqual(
          Object.keys(spanOf(profile, call)).filter(
            name =>
              !(name in table) &&
              !(name in convention.general) &&
              // The refinement does not list it, and no rule forbids it.
              !(call.provider === 'anthropic' && name.endsWith('.top_k'))
          ),
          [],
          `${call.provider} ${call.operation}`
        );
      }
    });

    it('are all that those tables have, but for content and what no wire says', () => {
      for (const call of calls) {
        const table = tableOf(call);
        const said = spanOf(profile, call);
        assert.deepEqual(
          Object.keys(table).filter(
            name => table[name]!.level !== 'opt_in' && !(name in said)
          ),
          notOnTheWire.filter(name => name in table),
          `${call.provider} ${call.operation}`
        );
      }
    });

    it('are those that the convention wants when a span begins', () => {
      for (const call of calls) {
        const begun = attributesOf(profile.request, call);
        const span = Object.values(convention.spans).find(({ operations }) =>
          operations.includes(call.operation)
        );
        assert.deepEqual(
          span?.atCreation.filter(name => !(name in begun)),
          [],
          call.operation
        );
      }
    });

    it('are not there for what the convention says to leave out', () => {
      const call = wholeCall('openai', 'chat');
      const usual = spanOf(profile, {
        ...call,
        resendCount: 0,
        request: { serviceTier: 'auto', choiceCount: 1, stream: false },
      });
      assert.deepEqual(
        Object.keys(usual).filter(name => /\brequest\b/.test(name)),
        []
      );
    });

    it('are none that the convention has removed', () => {
      const { attributes, metrics } = convention.removed;
      const names = calls.flatMap(call => [
        ...Object.keys(spanOf(profile, call)),
        ...measured(profile, call).flatMap(({ metric, attributes: on }) => [
          metric,
          ...Object.keys(on),
        ]),
      ]);
      assert.deepEqual(
        [...attributes, ...metrics].filter(name => names.includes(name)),
        []
      );
    });

    const enums: Record<string, readonly string[]> = {
      [ATTRIBUTES.operationName]: operationsOf(profile),
      [ATTRIBUTES.outputType]: Object.keys(outputTypes),
      [ATTRIBUTES.openaiApiType]: Object.keys(apiTypes),
    };
    for (const [name, values] of Object.entries(enums)) {
      it(`have only values of ${name} that it has`, () => {
        const known = convention.attributes[name]?.values ?? [];
        assert.deepEqual(
          values.filter(value => !known.includes(value)),
          []
        );
      });
    }

    it("are the convention's for every provider that it names", () => {
      const ours: readonly string[] = providers.map(({ name }) => name);
      const theirs =
        convention.attributes[ATTRIBUTES.providerName]?.values ?? [];
      assert.deepEqual(
        theirs.filter(name => !ours.includes(name)),
        // Google's SDK where the backend is unknown; on the wire it is known.
        ['gcp.gen_ai']
      );
    });
  });
}

/** What an application or a framework would have to tell. */
const notOnTheWire = [
  'gen_ai.prompt.name',
  'gen_ai.prompt.version',
  'gen_ai.conversation.compacted',
  'aws.bedrock.knowledge_base.id',
];

const room = new URL('../../../src/semconv/', import.meta.url);

/** Names, written out or begun in a template, in the files of the room that may hold them. */
function literals(): string[] {
  return readdirSync(room).flatMap(file =>
    [
      ...readFileSync(new URL(file, room), 'utf8').matchAll(
        /['"`]((?:gen_ai|openai|azure|aws)\.[\w.]*)/g
      ),
    ].map(([, text]) => text!)
  );
}

function isBeginning(text: string, name: string): boolean {
  return name.startsWith(text.endsWith('.') ? text : `${text}.`);
}

describe('ATTRIBUTES', () => {
  const mcp = JSON.parse(
    readFileSync(
      new URL('../../fixtures/semconv/mcp.json', import.meta.url),
      'utf8'
    )
  ) as { readonly attributes: Readonly<Record<string, unknown>> };
  const conventions = profiles.map(([, convention]) => convention);
  const names = Object.values(ATTRIBUTES).flatMap(name =>
    typeof name === 'string'
      ? [name]
      : ['text', 'image', 'audio'].map(modality => name(modality))
  );

  it('holds no name that no convention has', () => {
    assert.deepEqual(
      names.filter(name =>
        conventions.every(
          convention => definitionOf(convention, name) === undefined
        )
      ),
      []
    );
  });

  it('holds, with the rest of its room, no literal that is neither a name of a convention nor the beginning of one', () => {
    const known = conventions.flatMap(convention => [
      ...Object.keys(convention.attributes),
      ...Object.keys(convention.metrics),
      ...Object.keys(convention.events),
      ...convention.removed.metrics,
      ...(convention.attributes[ATTRIBUTES.providerName]?.values ?? []),
      'gen_ai.usage.cache_creation.input_tokens',
    ]);
    known.push(...Object.keys(mcp.attributes));
    assert.deepEqual(
      literals().filter(
        text => !known.some(name => name === text || isBeginning(text, name))
      ),
      []
    );
  });

  it('holds every name once', () => {
    assert.deepEqual(names, [...new Set(names)]);
  });
});
