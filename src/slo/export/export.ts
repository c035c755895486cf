// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Objectives in the format of another tool. */
export interface Export {
  /** Documents of one YAML file, in their order. */
  readonly documents: readonly object[];
  /** Objectives that the format cannot express. */
  readonly left: readonly Remark[];
  /** Objectives that the format expresses differently; the name is the service's when all of them are meant. */
  readonly altered: readonly Remark[];
}

export interface Remark {
  readonly name: string;
  readonly why: string;
}
