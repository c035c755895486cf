// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Matches the model before the method of Google's APIs: `…/models/{model}:generateContent`. */
const modelBeforeMethod = /\/(models|tunedModels|endpoints)\/([^/]+):\w+\/?$/;

/**
 * The model in a path of Gemini or Vertex AI, without `models/`. A tuned model and an endpoint keep `tunedModels/` and
 * `endpoints/`, as applications name them: the number alone has no meaning.
 */
export function modelOfPath({ pathname }: URL): string | undefined {
  const [, collection, model] = modelBeforeMethod.exec(pathname) ?? [];
  if (collection === undefined || model === undefined) return undefined;
  const name = decoded(model);
  return collection === 'models' ? name : `${collection}/${name}`;
}

/** Whether the method of the path has this name, such as `streamGenerateContent`. */
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
