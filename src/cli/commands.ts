// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Command } from './command.ts';
import { doctor } from './doctor/doctor.ts';
import { sloCheck } from './slo/check.ts';
import { sloDashboards } from './slo/dashboards.ts';
import { sloExport } from './slo/export.ts';
import { sloInit } from './slo/init.ts';
import { sloReport } from './slo/report.ts';
import { sloRules } from './slo/rules.ts';
import { sloTest } from './slo/test.ts';
import { sloViews } from './slo/views.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  sloInit,
  sloCheck,
  sloRules,
  sloTest,
  sloDashboards,
  sloViews,
  sloReport,
  sloExport,
  doctor,
];
