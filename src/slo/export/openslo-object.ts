// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

type Kind =
  | 'Service'
  | 'DataSource'
  | 'SLI'
  | 'SLO'
  | 'AlertPolicy'
  | 'AlertCondition'
  | 'AlertNotificationTarget';

/** An object of OpenSLO. */
export function object(
  kind: Kind,
  name: string,
  spec: object,
  displayName?: string
): object {
  return {
    apiVersion: 'openslo/v1',
    kind,
    metadata: { name, ...(displayName !== undefined && { displayName }) },
    spec,
  };
}
