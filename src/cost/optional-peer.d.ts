// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The peer is optional: what we use of it, so that the sources compile without it.
declare module '@pydantic/genai-prices' {
  export const calcPrice: import('./genai-prices.ts').GenAIPrices['calcPrice'];
  export const findProvider: import('./genai-prices.ts').GenAIPrices['findProvider'];
}
