// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A server whose answers need models. Twenty requests of each kind come in parallel; each call must find the request
// that it was made for.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Answers } from './answers.js';
import { Models } from './models.js';

const REQUESTS = 20;

@Module({ controllers: [Answers], providers: [Models] })
class Application {}

const application = await NestFactory.create(Application, {
  logger: ['warn', 'error'],
});
await application.listen(0, '127.0.0.1');
const url = await application.getUrl();

async function isAnswered(path: string, method: string): Promise<boolean> {
  const response = await fetch(`${url}/${path}`, { method });
  return response.ok && (await response.text()) !== '';
}

const answers = await Promise.all(
  Array.from({ length: REQUESTS }, (_, number) => [
    isAnswered(`compare/${number}`, 'POST'),
    isAnswered(`story/${number}`, 'GET'),
  ]).flat()
);
console.log(`${answers.filter(Boolean).length} requests were answered`);
await application.close();
