// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The members of `process` with its permissions. */
interface Permissions {
  readonly permission?: { has(scope: string): boolean } | undefined;
  readonly allowedNodeEnvironmentFlags: ReadonlySet<string>;
}

/** Whether the process may open connections: not with `--permission` unless there is `--allow-net`. */
export function mayUseNetwork(permissions: Permissions = process): boolean {
  const { permission } = permissions;
  if (permission === undefined) return true;
  // Older versions with a permission model do not restrict the network, but deny every unknown scope. The list of flags is
  // read last: Node.js takes milliseconds to build it.
  if (!permissions.allowedNodeEnvironmentFlags.has('--allow-net')) return true;
  return permission.has('net');
}
