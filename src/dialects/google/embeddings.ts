// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asCount, asObject, said } from '../fields.ts';
import { googleErrorType } from './error.ts';
import { memberOf } from './parameters.ts';
import { modelOfPath } from './path.ts';

/**
 * embedContent and batchEmbedContents (https://ai.google.dev/api/embeddings), and predict of Vertex AI's embedding models
 * (https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api).
 */
export const googleEmbeddings: Dialect = {
  name: 'google-embeddings',
  requestMembers: new Set([
    'outputDimensionality',
    'output_dimensionality',
    'embedContentConfig',
    'embed_content_config',
    'parameters',
    'requests',
  ]),
  readRequest: (body, url) =>
    said<RequestFacts>({
      model: modelOfPath(url),
      dimensionCount: dimensionsOf(body),
    }),
  readResponse(json, _header, facts) {
    const body = asObject(json);
    const usage = asObject(body['usageMetadata']);
    Object.assign(
      facts,
      said<ResponseFacts>({
        inputTokens:
          asCount(usage['promptTokenCount']) ??
          predictedTokens(body['predictions']),
        errorType: googleErrorType(json),
      })
    );
  },
  /** Embeddings have no streams. */
  readEvent() {},
};

/** All requests of a batch have the same model and parameters. */
function dimensionsOf(body: JsonObject): number | undefined {
  const { parameters, requests } = body;
  const places = [
    body,
    asObject(memberOf(body, 'embedContentConfig')),
    asObject(parameters),
    asObject(Array.isArray(requests) ? requests[0] : undefined),
  ];
  const counts = places.map(place =>
    asCount(memberOf(place, 'outputDimensionality'))
  );
  return (
    counts.find(count => count !== undefined) ??
    // The dimension of the multimodal model.
    asCount(asObject(parameters)['dimension'])
  );
}

/** Vertex AI counts each text separately; if one count is missing, there is no sum. */
function predictedTokens(predictions: unknown): number | undefined {
  if (!Array.isArray(predictions) || predictions.length === 0) return undefined;
  return predictions
    .map(prediction => {
      const { statistics } = asObject(asObject(prediction)['embeddings']);
      return asCount(asObject(statistics)['token_count']);
    })
    .reduce((total, count) =>
      total === undefined || count === undefined ? undefined : total + count
    );
}
