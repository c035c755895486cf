// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The members of `process` with its permissions. */
interface Permissions {
  readonly permission?: { has(scope: string): boolean } | undefined;
  readonly allowedNodeEnvironmentFlags: ReadonlySet<string>;
}

/** Whether the process may open connections: not with `--permission` unless there is `--allow-net`. */
export function mayUseNetwork({
  permission,
  allowedNodeEnvironmentFlags,
}: Permissions = process): boolean {
  if (permission === undefined) return true;
  // Older versions with a permission model do not restrict the network, but deny every unknown scope.
  if (!allowedNodeEnvironmentFlags.has('--allow-net')) return true;
  return permission.has('net');
}
