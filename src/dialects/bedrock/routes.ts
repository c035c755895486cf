// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type Route, routesAt } from '../family.ts';

type InvokeRoute = Route<'bedrock-invoke'>;

const INVOKE = ['/invoke', '/invoke-with-response-stream'];

/**
 * Bedrock: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html. The id of
 * a model is `vendor.model`, with the name of a region before it for a profile, or an ARN. Converse is always a chat. For an
 * invocation, the operation follows from the id, or from the body if the id is the ARN of a profile (bedrock/invoke.ts).
 * Images, videos and rankings are not recognised as inference.
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
