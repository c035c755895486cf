// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type Route, routesAt } from '../family.ts';

type InvokeRoute = Route<'bedrock-invoke'>;

const INVOKE = ['/invoke', '/invoke-with-response-stream'];

/**
 * Bedrock: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html. The id of
 * a model is `maker.model`, behind the name of a region if it is a profile, or an ARN. Converse is a chat with any of them;
 * of an invocation the id tells the operation, or the body where it is the ARN of a profile (bedrock/invoke.ts). Images,
 * videos and rankings are no inference that we know.
 */
export const bedrockRoutes = [
  ...routesAt<Route<'bedrock-converse'>>(['/converse', '/converse-stream'], {
    after: /\/model\/(?:arn:.+|[^/]+)$/,
    dialect: 'bedrock-converse',
    operation: 'chat',
  }),
  ...invoked(/\/model\/[^/]*embed[^/]*$/, 'embeddings'),
  ...invoked(
    /\/model\/[^/]*(?:titan-text|ai21\.j2|cohere\.command-(?:text|light)|meta\.llama|mistral-7b|mixtral|mistral-(?:small|large)-2402|deepseek\.r1)[^/]*$/,
    'text_completion'
  ),
  ...invoked(
    /\/model\/(?![^/]*(?:stability\.|titan-image|nova-canvas|nova-reel|luma\.|rerank))(?:arn:.+|(?:arn%3a|[^/]*\.)[^/]*)$/i,
    'chat'
  ),
];

function invoked(
  after: RegExp,
  operation: InvokeRoute['operation']
): readonly InvokeRoute[] {
  return routesAt(INVOKE, { after, dialect: 'bedrock-invoke', operation });
}
