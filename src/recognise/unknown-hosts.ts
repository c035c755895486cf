// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  bedrockRoutes,
  cohereRoutes,
  ollamaRoutes,
  watsonxRoutes,
} from './native-routes.ts';
import {
  chatRoute,
  geminiRoutes,
  interactionsRoute,
  messagesRoute,
  openaiRoutes,
  type Route,
  usualRoutes,
  vertexRoutes,
} from './routes.ts';

/** A route on a host that nobody knows: a gateway, a proxy, a server of one's own. */
export interface UnknownHostRoute extends Route {
  /** Whom the host is taken for until the user says whose it is. */
  readonly provider: string;
  /**
   * Members that the body must have, because the path could be that of another API. `POST /api/v1/responses` is also what
   * the API of a survey looks like; every inference at such a path names its model. Default: the path says enough.
   */
  readonly mustName?: readonly string[];
  /** A request header that says as much as those members. */
  readonly orHeader?: string;
}

/** Segments that stand before the path of OpenAI's shape: /v1, /v1beta1, /openai. */
const version = /\/(?:v\d+(?:(?:alpha|beta)\d*)?|openai)\/?$/;
/** Versions as Google names them, and what Vertex AI has behind them. */
const googleVersion =
  /\/v\d+(?:alpha|beta)\d*(?:\/projects\/[^/]+\/locations\/[^/]+)?$/;
/** Azure's deployments, behind a proxy, name the model themselves. */
const deployment = /\/openai\/deployments\/[^/]+\/?$/;

/**
 * What is spoken at a path of a host that nobody knows. The first row that fits is taken. A further format adds its routes to
 * src/recognise/routes.ts and its rows here, at the end; hosts of the user speak it then too ({@link formatRoutes}).
 */
export const unknownHostRoutes: readonly UnknownHostRoute[] = [
  { ...chatRoute, provider: 'openai' },
  ...openaiRoutes.slice(1).flatMap(route => [
    { ...route, provider: 'openai', after: deployment },
    { ...route, provider: 'openai', after: version, mustName: ['model'] },
  ]),
  {
    ...messagesRoute,
    provider: 'anthropic',
    mustName: ['model', 'max_tokens'],
    orHeader: 'anthropic-version',
  },
  ...vertexRoutes.map(route => ({ ...route, provider: 'gcp.vertex_ai' })),
  ...geminiRoutes.map(route => ({ ...route, provider: 'gcp.gemini' })),
  {
    ...interactionsRoute,
    provider: 'gcp.gemini',
    // Other APIs have interactions as well, like Discord's at /api/v10.
    after: googleVersion,
    mustName: ['model'],
  },
  ...bedrockRoutes.map(route => ({ ...route, provider: 'aws.bedrock' })),
  ...cohereRoutes.map(route => ({
    ...route,
    provider: 'cohere',
    mustName: ['model'],
  })),
  ...ollamaRoutes.map(route => ({
    ...route,
    provider: 'ollama',
    mustName: ['model'],
  })),
  ...watsonxRoutes.map(route => ({ ...route, provider: 'ibm.watsonx.ai' })),
];

/**
 * Every format, each at its paths: what a host of the user speaks that says nothing else. There the usual paths say enough,
 * and go last, for they are the ends of others: /api/embeddings.
 */
export const formatRoutes: readonly Route[] = [
  ...unknownHostRoutes.filter(
    ({ path }) => !usualRoutes.some(usual => usual.path === path)
  ),
  ...usualRoutes,
];
