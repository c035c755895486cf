// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { Injectable } from '@nestjs/common';
import OpenAI from 'openai';

/** Asks models. The seed is recorded on the span, and so says for whom the call was. */
@Injectable()
export class Models {
  private readonly openai = new OpenAI({
    baseURL: process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:8787/v1',
    apiKey: process.env.OPENAI_API_KEY ?? 'mock-key',
  });

  async ask(model: string, seed: number): Promise<string | null> {
    const { choices } = await this.openai.chat.completions.create({
      model,
      seed,
      messages: [{ role: 'user', content: `Tell me about ${seed}.` }],
    });
    return choices[0].message.content;
  }

  async *tell(model: string, seed: number): AsyncGenerator<string> {
    const stream = await this.openai.chat.completions.create({
      model,
      seed,
      messages: [{ role: 'user', content: `Tell me more of ${seed}.` }],
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const { choices } of stream) {
      yield choices[0]?.delta.content ?? '';
    }
  }
}
