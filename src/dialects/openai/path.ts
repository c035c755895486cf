// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { modelOfPath as googleModelOf } from '../google/path.ts';

/**
 * The deployment of Azure OpenAI, which is in the path: /openai/deployments/{deployment}/..., or behind
 * Cloudflare's gateway /azure-openai/{resource}/{deployment}/... Vertex AI has partner models in the path, too.
 */
export function modelOfPath(url: URL): string | undefined {
  return deploymentOf(url.pathname) ?? googleModelOf(url);
}

function deploymentOf(path: string): string | undefined {
  const deployment = /\/(?:deployments|azure-openai\/[^/]+)\/([^/]+)\//.exec(
    path
  )?.[1];
  if (deployment === undefined) return undefined;
  try {
    return decodeURIComponent(deployment);
  } catch {
    return deployment;
  }
}
