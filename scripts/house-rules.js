// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The rooms of src/ and what each may import, as an ESLint plugin. ESLint's own
// no-restricted-imports sees neither require() nor import(), and says what is
// forbidden where we want to say what is allowed.
import { isBuiltin } from 'node:module';
import { posix, relative, sep } from 'node:path';

const sdk = '@opentelemetry/sdk-*';

/** The ground floor: imported by many, and importing nothing of ours but each other. */
const ground = [
  'src/call.ts',
  'src/content/messages.ts',
  'src/error-text.ts',
  'src/error-type.ts',
  'src/errors.ts',
  'src/guard.ts',
  'src/version.ts',
];

/**
 * First row that matches the file decides. An entry of `may` is a file or folder
 * of src/, a package (`*` stands for any rest), or `node:*`; a room may always
 * import its own files.
 */
export const rooms = [
  { files: 'src/own-require.ts', may: ['node:module'] },
  { files: 'src/error-text.ts', may: ['node:util'] },
  { files: 'src/guard.ts', may: ['node:async_hooks', ...ground] },
  ...ground.map(files => ({ files, may: ground })),
  {
    files: 'src/wire/',
    may: ['node:*', 'src/guard.ts', 'src/error-text.ts'],
  },
  { files: 'src/decode/', may: ['node:zlib'] },
  {
    files: 'src/dialects/',
    may: ['src/call.ts', 'src/content/messages.ts'],
  },
  { files: 'src/recognise/', may: ['src/call.ts', 'src/dialects/'] },
  { files: 'src/semconv/', may: ['src/call.ts'] },
  {
    files: 'src/telemetry/',
    may: [
      'node:async_hooks',
      'node:timers',
      '@opentelemetry/api',
      '@opentelemetry/api-logs',
      'src/semconv/',
      'src/call.ts',
      'src/guard.ts',
      'src/error-text.ts',
      'src/error-type.ts',
      // Pure files, which need no SDK.
      'src/slo/objectives/objective.ts',
      'src/slo/sli/boundaries.ts',
      'src/slo/sli/counter.ts',
      'src/slo/sli/operation.ts',
    ],
  },
  {
    files: 'src/slo/sli/views.ts',
    may: ['@opentelemetry/sdk-metrics', 'src/slo/', 'src/semconv/'],
  },
  // What counts operations of the application: public, and needs the API alone.
  {
    files: 'src/slo/sli/operation.ts',
    may: [
      '@opentelemetry/api',
      'src/error-type.ts',
      'src/guard.ts',
      'src/semconv/',
      'src/slo/',
      'src/version.ts',
    ],
  },
  {
    files: 'src/slo/sli/',
    may: ['src/call.ts', 'src/semconv/', 'src/slo/'],
  },
  {
    files: 'src/slo/objectives/objective-file.ts',
    may: ['node:fs', 'yaml', 'src/errors.ts', 'src/own-require.ts', 'src/slo/'],
  },
  { files: 'src/slo/', may: ['src/errors.ts'] },
  {
    files: 'src/cost/',
    may: [
      'node:fs',
      'node:timers',
      '@opentelemetry/api',
      '@pydantic/genai-prices',
      'src/call.ts',
      'src/errors.ts',
      'src/guard.ts',
      'src/telemetry/',
    ],
  },
  { files: 'src/content/', may: ground },
  {
    files: 'src/config/',
    may: ['*'],
    mayNot: [sdk, '@opentelemetry/exporter-*', 'src/wire/', 'src/observe/'],
  },
  {
    files: 'src/observe/',
    may: ['*'],
    mayNot: [sdk, '@opentelemetry/exporter-*', 'src/setup/', 'src/cli/'],
  },
  { files: 'src/setup/', may: ['*'] },
  { files: 'src/register.ts', may: ['*'] },
  {
    files: 'src/cli/',
    may: ['*'],
    mayNot: [
      sdk,
      '@opentelemetry/exporter-*',
      'src/wire/',
      'src/observe/',
      'src/dialects/',
    ],
  },
  // The doors: instrumentation.ts and index.ts.
  { files: 'src/', may: ['*'], mayNot: [sdk, '@opentelemetry/exporter-*'] },
];

const environmentReaders = [
  'src/config/config.ts',
  'src/setup/',
  'src/cli/main.ts',
];

function pathInRepository(context) {
  return relative(context.cwd, context.filename).split(sep).join('/');
}

/** The repository path of a relative import, `node:x` of a built-in, or the package's name as written. */
function targetOf(file, source) {
  if (source.startsWith('.')) return posix.join(posix.dirname(file), source);
  if (isBuiltin(source)) return `node:${source.replace(/^node:/, '')}`;
  return source;
}

function matches(entry, target) {
  if (entry === '*') return true;
  if (entry.endsWith('*')) return target.startsWith(entry.slice(0, -1));
  if (entry.endsWith('/')) return target.startsWith(entry);
  return target === entry || target.startsWith(`${entry}/`);
}

function isAllowed(room, target) {
  if (room.mayNot?.some(entry => matches(entry, target))) return false;
  const ownFile = room.files.endsWith('/') && matches(room.files, target);
  return ownFile || room.may.some(entry => matches(entry, target));
}

const imports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      room: "{{room}} may not import '{{source}}' (the table of rooms is in scripts/house-rules.js)",
      computed: 'An import must name its module, so that the rooms can be kept',
    },
  },
  create(context) {
    const file = pathInRepository(context);
    const room = rooms.find(({ files }) => matches(files, file));
    if (room === undefined) return {};
    const check = source => {
      if (room.may.includes('*') && room.mayNot === undefined) return;
      if (source?.type !== 'Literal' || typeof source.value !== 'string') {
        context.report({ node: source, messageId: 'computed' });
        return;
      }
      if (isAllowed(room, targetOf(file, source.value))) return;
      context.report({
        node: source,
        messageId: 'room',
        data: { room: room.files, source: source.value },
      });
    };
    return {
      ImportDeclaration: node => check(node.source),
      ImportExpression: node => check(node.source),
      ExportNamedDeclaration: node => node.source && check(node.source),
      ExportAllDeclaration: node => check(node.source),
      TSImportType: node => check(node.source ?? node.argument?.literal),
      TSExternalModuleReference: node => check(node.expression),
      "CallExpression[callee.name='require']": node =>
        node.arguments[0] && check(node.arguments[0]),
    };
  },
};

const conventionNames = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { name: 'Names of the convention live in src/semconv/' },
  },
  create(context) {
    const file = pathInRepository(context);
    if (!file.startsWith('src/') || file.startsWith('src/semconv/')) return {};
    const check = (node, text) => {
      if (typeof text !== 'string' || !/^(?:gen_ai|mcp)\./.test(text)) return;
      context.report({ node, messageId: 'name' });
    };
    return {
      Literal: node => check(node, node.value),
      TemplateElement: node => check(node, node.value.cooked),
    };
  },
};

const environment = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      environment: `Only ${environmentReaders.join(' and ')} read the environment`,
    },
  },
  create(context) {
    const file = pathInRepository(context);
    if (
      !file.startsWith('src/') ||
      environmentReaders.some(reader => matches(reader, file))
    ) {
      return {};
    }
    const report = node => context.report({ node, messageId: 'environment' });
    return {
      "MemberExpression[object.name='process'][property.name='env']": report,
      "MemberExpression[object.name='process'][property.value='env']": report,
      "MemberExpression[object.property.name='process'][property.name='env']":
        report,
      "VariableDeclarator[init.name='process'] Property[key.name='env']":
        report,
      "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']":
        report,
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: { imports, 'convention-names': conventionNames, environment },
};
