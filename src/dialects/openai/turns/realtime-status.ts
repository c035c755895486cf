// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../../call.ts';
import { asObject, asText, type JsonObject } from '../../fields.ts';
import { errorTypeOf } from '../error.ts';
import { finishReasonOfStatus } from '../responses-status.ts';

const BY_CLIENT = 'client_cancelled';

/**
 * Reads how a response ended. If the user began to speak, it was interrupted, which is no failure. If the client cancelled
 * it, the application did not wait.
 */
export function readStatus(response: JsonObject, facts: ResponseFacts): void {
  const details = asObject(response['status_details']);
  const reason = asText(details['reason']);
  switch (response['status']) {
    case 'cancelled':
      facts.finishReasons = [reason ?? 'cancelled'];
      if (reason === BY_CLIENT) facts.errorType = 'aborted';
      break;
    case 'failed':
      facts.errorType = errorTypeOf(details) ?? '_OTHER';
      break;
    default: {
      const finished = finishReasonOfStatus({
        status: response['status'],
        output: response['output'],
        incomplete_details: details,
      });
      if (finished !== undefined) facts.finishReasons = [finished];
    }
  }
  facts.complete = true;
}
