// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Matches the model before the method of Google's APIs: `…/models/{model}:generateContent`. */
const modelBeforeMethod = /\/(models|tunedModels|endpoints)\/([^/]+):\w+\/?$/;

/**
 * The model that a path of Gemini or Vertex AI names, without `models/`. A tuned model and an endpoint keep their
 * `tunedModels/` and `endpoints/`, as applications name them: a bare number would say nothing.
 */
export function modelOfPath({ pathname }: URL): string | undefined {
  const [, collection, model] = modelBeforeMethod.exec(pathname) ?? [];
  if (collection === undefined || model === undefined) return undefined;
  const name = decoded(model);
  return collection === 'models' ? name : `${collection}/${name}`;
}

/** Whether the method is called so: `streamGenerateContent`. */
export function hasMethod({ pathname }: URL, method: string): boolean {
  return pathname.endsWith(`:${method}`) || pathname.endsWith(`:${method}/`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
