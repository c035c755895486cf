// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { describeFixtures, streamCases, wholeCases } from './fixture-suite.ts';

const cases = [...wholeCases, ...streamCases, 'tool-call'];

describeFixtures('bedrock-converse', cases);
describeFixtures('bedrock-invoke', cases);
