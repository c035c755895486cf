// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { parseObjectives } from '../../src/slo/objectives/objective-file.ts';
import { templateError } from '../../src/slo/objectives/alerts/alert-template.ts';
import { refusalOf } from '../support/promtool.ts';

const TEMPLATES = [
  'plain',
  '{{ $labels.a }}',
  '{{ $value | humanize }}',
  '{{ $lables.a }}',
  '{{ $labels.a',
  '{{ }}',
  '{{}}',
  '{{ $value * 100 }}',
  '{{ if gt $value 0.5 }}a{{ end }}',
  '{{ if gt $value 0.5 }}a',
  '{{ end }}',
  '{{ else }}',
  '{{- $value -}}',
  '{{ - $value }}',
  '{{ humanise $value }}',
  '{{ printf "%.2f" $value }}',
  '{{ printf "%.2f $value }}',
  '{{ range query "up" }}{{ .Labels.a }}{{ end }}',
  '{{ $x := $value }}{{ $x }}',
  '{{ $x }}',
  '{{ $value | }}',
  '{{ | $value }}',
  '{{ ($value }}',
  '{{ $value) }}',
  '{{/* c */}}',
  '{{- /* c */ -}}',
  '{{ /* c */ }}',
  '{{ `a}}b` }}',
  '{{ "}}" }}',
  '}} alone',
  '{ {',
  '{{ with query "up" }}{{ . | first | value }}{{ else }}no{{ end }}',
  '{{ if true }}a{{ else if false }}b{{ else }}c{{ end }}',
  '{{ $labels.foo-bar }}',
  '{{ .Labels.a }}',
  '{{ $labels }}',
  '{{ "{{" }}',
  '{{ 1.5e3 }}',
  '{{ -1 }}',
  '{{ $value\n | humanize }}',
  '{{ "a\nb" }}',
  '{{ if }}x{{ end }}',
  '{{ range $i, $e := query "up" }}{{ $i }}{{ end }}',
  '{{ $externalURL }}',
  '{{ break }}',
  '{{template "x"}}',
  '{{define "x"}}a{{end}}{{template "x"}}',
  '{{ $labels.a | reReplaceAll "a(.)" "$1" }}',
  '{{ ( ) }}',
  '{{ "a" "b" }}',
  '{{ index $labels "a" }}',
  '{{{ $value }}}',
  '{{ $value }} }}',
  '{{ humanize }}',
  "{{ 'a' }}",
  '{{ $labels["a"] }}',
  '{{ $labels.a, }}',
  '{{ $value = 1 }}',
  '{{ if $value }}{{ else }}{{ else }}{{ end }}',
  '{{ .a.b.c }}',
  '{{ $labels.instance | stripPort }}',
  '{{ end }}{{ if true }}',
  '{{ $labels.a == "b" }}',
  '{{ value }}',
  '{{ nil }}',
  '{{ 0x1F }}',
  '{{ 1x }}',
  '{{ $ }}',
  '{{ eq $labels.a "b" | not }}',
  '{{$labels.a}}-{{$labels.b}}',
  '100%',
  '{{ ( $value | humanize ) }}',
  '{{ $value -}} x',
  '{{ $value-}}',
  '{{-$value}}',
];

/** Prometheus loads no file of rules that has a template it cannot read: all of its alerts are gone. */
describe('templates in labels and annotations of a team', () => {
  it('are refused as promtool refuses them', function () {
    const refused = TEMPLATES.filter(text => {
      const rule = { alert: 'A', expr: 'up', annotations: { text } };
      const refusal = refusalOf(this, ['check', 'rules', 'rules.yml'], {
        'rules.yml': { groups: [{ name: 'a', rules: [rule] }] },
      });
      return refusal !== undefined;
    });
    assert.deepEqual(
      TEMPLATES.filter(text => templateError(text) !== undefined),
      refused
    );
  });

  it('are named with their place, for all alerts and for one objective', () => {
    const file = `service: chat
alerts:
  annotations: { owner: "{{ $lables.team }}" }
  labels: { team: "{{ $labels.gen_ai_provider_name" }
  runbook_url: "https://a/{{ $value | humanise }}"
objectives:
  - name: a
    kind: availability
    target: 99
    alerts: { annotations: { note: "{{ if $value }}" } }
`;
    assert.throws(
      () => parseObjectives(file),
      (error: Error) => {
        assert.deepEqual(error.message.split('\n'), [
          'slo.yaml:4:19 alerts.labels.team: "{{ $labels.gen_ai_provider_name" was given; allowed: a template that Prometheus can read ({{ is never closed by }})',
          'slo.yaml:3:25 alerts.annotations.owner: "{{ $lables.team }}" was given; allowed: a template that Prometheus can read (there is no variable $lables)',
          'slo.yaml:5:16 alerts.runbook_url: "https://a/{{ $value | humanise }}" was given; allowed: a template that Prometheus can read (there is no function humanise)',
          'slo.yaml:10:36 objectives[0].alerts.annotations.note: "{{ if $value }}" was given; allowed: a template that Prometheus can read ({{ if }} has no {{ end }})',
        ]);
        return true;
      }
    );
  });
});
