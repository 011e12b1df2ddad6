/** Which findings of the domain speak of what, for the evaluators of exports. */
import { checks, type CheckName } from '../../disclosure/register.ts';
import type { ModelCheckName } from '../../disclosure/model/register.ts';

/** A large contributor could be computed. */
export const dominanceCodes: readonly string[] = [
  'p_percent',
  'pq',
  'dominance',
  'few',
  'negative',
  'insider',
  'concentration',
  'gini',
] satisfies readonly CheckName[];

/** Few people, or a group of which something becomes known: all other checks of cells. */
export const peopleCodes: readonly string[] = Object.keys(checks).filter((name) => !dominanceCodes.includes(name));

/** The model is opaque, or holds rows. */
export const notOpaqueCodes: readonly string[] = [
  'E_MODEL',
  ...(['model_format', 'model_instance'] satisfies readonly ModelCheckName[]),
];

/** Too many parameters for the people, or parameters about few of them. */
export const sizeCodes: readonly string[] = [
  'model_parameters',
  'model_levels',
  'model_leaves',
  'model_classes',
  'model_paths',
  'model_clusters',
  'model_leverage',
  'model_saturation',
  'model_target',
  'model_convergence',
  'model_private',
] satisfies readonly ModelCheckName[];

/** The model, or the program that made it, remembers single people. */
export const memoryCodes: readonly string[] = [
  'model_membership',
  'model_likelihood_ratio',
  'model_attribute',
  'program_block',
  'program_digits',
] satisfies readonly ModelCheckName[];

/** What a domain that makes row-level sets would have to say of each. None does yet. */
export const rowCodes = {
  kAnonymous: 'dataset_k_anonymous',
  lDiverse: 'dataset_l_diverse',
  unmatched: 'dataset_unmatched',
  deidentified: 'dataset_level_3',
} as const;
