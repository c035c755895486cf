// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { describeFixtures, streamCases, wholeCases } from './fixture-suite.ts';

describeFixtures('watsonx-chat', [...wholeCases, ...streamCases, 'tool-call']);
describeFixtures('watsonx-generation', [...wholeCases, ...streamCases]);
describeFixtures('watsonx-embeddings', wholeCases);
