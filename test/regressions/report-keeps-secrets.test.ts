// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { HEALTHY, SLO, withPrometheus } from '../unit/cli/fake-prometheus.ts';
import { inFolder, runCommand, type Said } from '../unit/cli/run-command.ts';

async function served(
  answer: RequestListener,
  use: (origin: string) => Promise<void>
): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  }
}

async function reported(...words: string[]): Promise<Said> {
  let said: Said | undefined;
  await inFolder(async path => {
    writeFileSync(path('slo.yaml'), SLO);
    const file = ['--file', path('slo.yaml')];
    said = await runCommand(['slo', 'report', ...file, ...words]);
  });
  return said!;
}

describe('otel-genai slo report keeps secrets', () => {
  it('in a URL without a scheme', async () => {
    const { code, error } = await reported('--prometheus', 'me:pass@host:9090');
    assert.equal(code, 1);
    assert.match(error, /"\*\*\*@host:9090" was given/);
    assert.doesNotMatch(error, /pass/);
  });

  it('from another host that a redirect leads to', async () => {
    const heard: IncomingMessage[] = [];
    await served(
      (request, response) => {
        heard.push(request);
        response.end('{}');
      },
      other =>
        served(
          (request, response) => {
            response.writeHead(307, { location: other + (request.url ?? '') });
            response.end();
          },
          async origin => {
            const { code, error } = await reported(
              ...['--prometheus', origin, '--header', 'X-Api-Key: key-of-mine']
            );
            assert.equal(code, 1);
            assert.match(
              error,
              /: redirects to http:.*\. Headers and credentials are not sent to another host/
            );
          }
        )
    );
    assert.equal(heard.length, 0);
  });

  it('and follows a redirect within the host', () =>
    served(
      (request, response) => {
        const { url = '' } = request;
        const isNew = url.startsWith('/new/');
        response.writeHead(
          isNew ? 404 : 308,
          isNew ? {} : { location: `/new${url}` }
        );
        response.end('nothing here');
      },
      async origin => {
        const { error } = await reported('--prometheus', origin);
        assert.match(error, /: answered 404, but not as Prometheus does/);
      }
    ));

  it('takes a percent sign in a password as it stands', () =>
    withPrometheus(HEALTHY, async (url, _, requests) => {
      const { code } = await reported(
        '--prometheus',
        url.replace('//', '//me:100%sure@')
      );
      assert.equal(code, 0);
      const [, credentials = ''] =
        requests[0]?.headers.authorization?.split(' ') ?? [];
      assert.equal(
        Buffer.from(credentials, 'base64').toString(),
        'me:100%sure'
      );
    }));

  it('lets no error of a server speak to the terminal', () =>
    served(
      (_, response) => {
        response.statusCode = 422;
        response.end(
          JSON.stringify({
            status: 'error',
            error: 'too\u001b[31m large\r\nnext',
          })
        );
      },
      async origin => {
        const { code, out, error } = await reported('--prometheus', origin);
        assert.equal(code, 2);
        assert.doesNotMatch((out + error).replaceAll('\n', ''), /\p{Cc}/u);
        assert.match(out, /events could not be queried: too.\[31m large next/);
      }
    ));
});
