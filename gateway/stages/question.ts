/** A question to simulation data: the vendor's text, and how it is read. */
import { z } from 'zod';
import { releaseSettings } from '#policies/disclosure/release-settings.ts';
import { privacySettings } from '#policies/privacy/settings.ts';
import { trainSpec } from '#policies/privacy/train/spec.ts';
import { aLane } from '#policies/procedure/fields.ts';
import { givenParameters } from '#policies/procedure/parameters.ts';
import { script } from '#policies/program/script.ts';

export const question = z.strictObject({
  sql: z.string().min(1),
  parameters: givenParameters.optional(),
  profile: z.enum(['open', 'standard', 'sensitive']).optional(),
  lane: aLane.optional(),
  privacy: privacySettings.optional(),
  release: releaseSettings.optional(),
  train: trainSpec.optional(),
  script: script.optional(),
});
