/**
 * A scenario project: one folder for one scenario, with its application and its programs. `sluice init` writes one; what is left empty is
 * what `sluice propose` says is missing.
 *
 *   sluice.json   this form, which has a `scenario`; the `sluice.json` of a program has a `mode`
 *   queries/      texts that are programs by themselves
 *   programs/     folders of programs, each with a `sluice.json` of its own
 *   kit/          pulled simulation data
 */
import { z } from 'zod';
import { releaseSettings } from '#policies/disclosure/release-settings.ts';
import { privacySettings } from '#policies/privacy/settings.ts';
import { trainSpec } from '#policies/privacy/train/spec.ts';
import { aLane } from '#policies/procedure/fields.ts';
import { output } from '#policies/procedure/output-contract.ts';
import { declaredParameters } from '#policies/procedure/parameters.ts';

const text = z.string().max(4_000).default('');
const path = z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]{1,200}$/, 'must be a path in the project');

/** A text that is a program by itself. */
const query = z.strictObject({
  title: z.string().min(1).max(200),
  sql: path,
  lane: aLane.exactOptional(),
  privacy: privacySettings.exactOptional(),
  release: releaseSettings.exactOptional(),
  train: trainSpec.exactOptional(),
  parameters: declaredParameters.default([]),
  outputs: z.array(output).min(1).max(16).exactOptional(),
});

export const projectForm = z.strictObject({
  scenario: z.strictObject({ id: z.string().regex(/^[\w.-]{1,100}$/), title: z.string().min(1).max(200) }),
  /** As the application tells them; dates as RFC 3339. */
  application: z
    .strictObject({
      purpose: text,
      legalBasis: text,
      rowScope: text,
      productForms: z.array(z.string()).default([]),
      from: text,
      to: text,
      securityMeasures: text,
      district: z.string().exactOptional(),
      /** Why a column is needed, by `table.column`; `*` for all that are not named. */
      reasons: z.record(z.string(), z.string()).default({}),
    })
    .exactOptional(),
  programs: z
    .array(z.union([query, z.strictObject({ folder: path })]))
    .min(1)
    .max(32),
});
export type Project = z.output<typeof projectForm>;
export type QueryProgram = z.output<typeof query>;
