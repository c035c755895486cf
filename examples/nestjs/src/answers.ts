// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { Controller, Param, ParseIntPipe, Post, Sse } from '@nestjs/common';
import { from, map, type Observable } from 'rxjs';
import { Models } from './models.js';

/** What is asked of the server: two models at once, and a story as it is told. */
@Controller()
export class Answers {
  constructor(private readonly models: Models) {}

  @Post('compare/:number')
  async compare(@Param('number', ParseIntPipe) seed: number) {
    const [small, large] = await Promise.all([
      this.models.ask('gpt-4o-mini', seed),
      this.models.ask('gpt-4o', seed),
    ]);
    return { small, large };
  }

  @Sse('story/:number')
  story(
    @Param('number', ParseIntPipe) seed: number
  ): Observable<{ data: string }> {
    return from(this.models.tell('gpt-4.1', seed)).pipe(
      map(data => ({ data }))
    );
  }
}
