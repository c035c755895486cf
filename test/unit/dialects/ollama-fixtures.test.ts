// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { describeFixtures, streamCases, wholeCases } from './fixture-suite.ts';

describeFixtures('ollama-chat', [...wholeCases, ...streamCases, 'tool-call']);
describeFixtures('ollama-generate', [...wholeCases, ...streamCases]);
describeFixtures('ollama-embeddings', wholeCases);
