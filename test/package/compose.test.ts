// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url).pathname;

interface Service {
  image: string;
  profiles?: string[];
  network_mode?: string;
  ports?: string[];
  volumes?: string[];
  command?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[]; interval: string; retries: number };
  depends_on?: Record<string, { condition: string }>;
}
interface Compose {
  'x-ports': Record<string, string>;
  services: Record<string, Service>;
}

function yaml<T>(path: string): T {
  return parse(readFileSync(root + path, 'utf8'), { merge: true }) as T;
}

const compose = yaml<Compose>('docker-compose.otel.yml');
const services = Object.entries(compose.services);

describe('docker-compose.otel.yml', () => {
  it('starts a Collector, Jaeger, Prometheus, Alertmanager, Grafana and, with a profile, the demo', () => {
    assert.deepEqual(Object.keys(compose.services).sort(), [
      'alertmanager',
      'collector',
      'collector-health',
      'demo',
      'grafana',
      'jaeger',
      'prometheus',
    ]);
    const optional = services.filter(([, { profiles }]) => profiles);
    assert.deepEqual(
      optional.map(([name, { profiles }]) => [name, profiles]),
      [['demo', ['demo']]]
    );
  });

  for (const [name, service] of services) {
    it(`pins the version of ${name} to three numbers`, () => {
      assert.match(service.image, /^[\w./-]+:v?\d+\.\d+\.\d+(-[a-z-]+)?$/);
    });

    it(`asks ${name} whether it is healthy, itself or by a neighbour`, () => {
      const asker = [name, ...neighboursOf(name)].find(
        other => compose.services[other]?.healthcheck !== undefined
      );
      assert.ok(asker, 'nobody asks');
      const check = compose.services[asker]?.healthcheck;
      assert.ok(check && check.test.length > 1 && check.retries > 0);
    });

    it(`mounts into ${name} only what is there`, () => {
      const missing = (service.volumes ?? [])
        .map(volume => volume.split(':')[0] ?? '')
        .filter(path => !path.startsWith('./') || !existsSync(root + path));
      assert.deepEqual(missing, []);
    });

    it(`waits in ${name} only for services that can become healthy`, () => {
      for (const [other, { condition }] of Object.entries(
        service.depends_on ?? {}
      )) {
        const health = compose.services[other]?.healthcheck;
        assert.ok(
          condition === 'service_started' || health !== undefined,
          `${other} has no health check`
        );
      }
    });
  }

  it('has every host port in the block at the top, for this machine only', () => {
    const used = services.flatMap(([, service]) => service.ports ?? []);
    assert.deepEqual(used.sort(), Object.values(compose['x-ports']).sort());
    for (const port of used) {
      assert.match(port, /^127\.0\.0\.1:\$\{[A-Z_]+:-(\d+)\}:\d+$/);
    }
  });

  it('starts the Collector with the file that is mounted', () => {
    const { command = [], volumes = [] } = compose.services['collector']!;
    const file = command.join(' ').replace('--config=', '');
    assert.deepEqual(
      volumes.map(volume => volume.split(':')[1]),
      [file]
    );
  });

  it('opens Grafana on a dashboard that is mounted', () => {
    const { environment = {}, volumes = [] } = compose.services['grafana']!;
    const home = environment['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH']!;
    const [from, to] = volumes
      .map(volume => volume.split(':'))
      .find(([, inside]) => inside && home.startsWith(inside))!;
    assert.ok(existsSync(root + home.replace(to!, from!)), home);
  });
});

/** Services that share the network of the given one. */
function neighboursOf(name: string): string[] {
  return services
    .filter(([, { network_mode }]) => network_mode === `service:${name}`)
    .map(([other]) => other);
}

interface Collector {
  receivers: { otlp: { protocols: Record<string, { endpoint: string }> } };
  exporters: Record<
    string,
    { endpoint: string; translation_strategy?: string }
  >;
  extensions: Record<string, { endpoint: string }>;
  service: {
    extensions: string[];
    pipelines: Record<string, { receivers: string[]; exporters: string[] }>;
  };
}

describe('the configuration of the Collector', () => {
  const collector = yaml<Collector>('examples/otel/collector.yaml');

  it('names in its pipelines only what it defines', () => {
    const { pipelines, extensions } = collector.service;
    const undefinedNames = [
      ...extensions.filter(name => !(name in collector.extensions)),
      ...Object.values(pipelines).flatMap(({ receivers, exporters }) => [
        ...receivers.filter(name => !(name in collector.receivers)),
        ...exporters.filter(name => !(name in collector.exporters)),
      ]),
    ];
    assert.deepEqual(undefinedNames, []);
    assert.deepEqual(Object.keys(pipelines), ['traces', 'metrics']);
  });

  it('receives OTLP on the ports that are published', () => {
    const { protocols } = collector.receivers.otlp;
    const published = compose.services['collector']?.ports ?? [];
    assert.deepEqual(
      Object.values(protocols).map(({ endpoint }) => endpoint.split(':')[1]),
      published.map(port => port.split(':').at(-1))
    );
  });

  it('adds units to names, which the dashboard and the README count on', () => {
    assert.equal(
      collector.exporters['prometheus']?.translation_strategy,
      'UnderscoreEscapingWithSuffixes'
    );
  });

  it('is scraped and asked for its health where it listens', () => {
    const prometheus = readFileSync(
      root + 'examples/otel/prometheus.yml',
      'utf8'
    );
    const page = collector.exporters['prometheus']?.endpoint.split(':')[1];
    assert.ok(prometheus.includes(`'collector:${page}'`));
    const health = collector.extensions['health_check']?.endpoint.split(':')[1];
    const check = compose.services['collector-health']?.healthcheck?.test;
    assert.ok(check?.at(-1)?.includes(`:${health}/`));
  });
});

describe('the configuration of Prometheus', () => {
  const { rule_files: rules, scrape_configs: jobs } = yaml<{
    rule_files: string[];
    scrape_configs: { job_name: string; static_configs?: object[] }[];
  }>('examples/otel/prometheus.yml');

  it('has no job that is red until somebody starts a process for it', () => {
    const fixed = jobs.filter(({ static_configs }) => static_configs);
    assert.deepEqual(
      fixed.map(({ job_name }) => job_name),
      ['collector']
    );
  });

  it('loads the rules of the sample, and not those for other tools', () => {
    const mounted = compose.services['prometheus']?.volumes ?? [];
    assert.ok(mounted.includes('./slo/rules:/etc/prometheus/rules:ro'));
    const loaded = readdirSync(root + 'slo/rules').filter(file =>
      rules.some(pattern =>
        matchesGlob(`/etc/prometheus/rules/${file}`, pattern)
      )
    );
    assert.ok(loaded.includes('_causes.rules.yml'), loaded.join(' '));
    assert.ok(loaded.some(file => file.startsWith('availability')));
    assert.ok(!loaded.some(file => /^_(?:compat|sloth)/.test(file)));
  });

  it('is one that promtool accepts', function () {
    const { error, status, stdout, stderr } = spawnSync(
      'promtool',
      ['check', 'config', `${root}examples/otel/prometheus.yml`],
      { encoding: 'utf8' }
    );
    if (error !== undefined) this.skip();
    assert.equal(status, 0, stdout + stderr);
  });
});

/** As Go's filepath.Glob matches the patterns that the file has: `*` and one class of characters. */
function matchesGlob(path: string, pattern: string): boolean {
  const expression = pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*');
  return new RegExp(`^${expression}$`).test(path);
}
