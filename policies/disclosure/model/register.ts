/**
 * The register of model checks: what is looked at before a trained model may leave, against which risk, and where the rule comes from.
 *
 * @see disclosure.md §3; SACRO-ML 2.0
 */
import type { Check } from '../register.ts';

export const modelChecks = {
  model_format: {
    title:
      'The model is not of a known form, has fields of its own, too many parameters, or numbers with too many digits',
    risk: 'rows hidden in an opaque file',
    source: 'disclosure.md §3 (format)',
  },
  model_instance: {
    title: 'The family stores training rows, or a row of its parameters is a training row',
    risk: 'rows of persons inside the model',
    source: 'disclosure.md §3 (instance-based); SACRO-ML InstanceBased',
  },
  model_parameters: {
    title: 'Too many parameters for the rows, or too few residual degrees of freedom',
    risk: 'the parameters can be solved for the rows',
    source: 'disclosure.md §3 (params/rows, df), §2.1; SACRO-ML Structural; dsBase',
  },
  model_levels: {
    title: 'A value of a category, or a class of the target, has fewer than k units',
    risk: 'a coefficient about few units',
    source: 'disclosure.md §3 (dummy k), §1.3; ACRO',
  },
  model_leaves: {
    title: 'A leaf of a tree has fewer than k units',
    risk: 'identity disclosure',
    source: 'disclosure.md §3 (leaf k); SACRO-ML Structural',
  },
  model_classes: {
    title: 'All units of a leaf are of one class',
    risk: 'class disclosure',
    source: 'disclosure.md §3 (class disclosure in leaf)',
  },
  model_paths: {
    title: 'Fewer than k units share their leaves in all trees together',
    risk: 'identity disclosure by several trees',
    source: 'disclosure.md §3 (forests)',
  },
  model_clusters: {
    title: 'A cluster has fewer than k units, or a table would hide the mean of a feature over its units',
    risk: 'a centre about few units, or about one',
    source: 'disclosure.md §2.2, §3; decision 037',
  },
  model_leverage: {
    title: 'One row has a large part in its own fitted value',
    risk: 'a fitted value tells the target of one unit',
    source: 'disclosure.md §3 (leverage), §0 finding 7; Statistics Norway leverageCheck',
  },
  model_saturation: {
    title:
      'The model has a parameter for each combination of features, and is a table that the rules for tables would hide',
    risk: 'a table of small cells written as coefficients',
    source: 'disclosure.md §3 (saturated, single binary regressor); ACRO',
  },
  model_target: {
    title:
      'The total of the target, over everybody or a value of a feature, or what the fit leaves of it, rests on few units',
    risk: 'dominance; the target of one unit in the coefficients',
    source: 'disclosure.md §2.2, §2.8; decision 023',
  },
  model_convergence: {
    title: 'The fit has no end, or no score is wrong: some combination of features tells the target for certain',
    risk: 'class disclosure',
    source: 'Albert & Anderson, Biometrika 1984, §3 (separation)',
  },
  model_membership: {
    title: 'Rows that trained a model of this kind can be told from others by their loss',
    risk: 'membership disclosure',
    source: 'disclosure.md §3 (loss-MIA); Yeom et al. 2018',
  },
  model_likelihood_ratio: {
    title: 'Rows that trained a model of this kind can be told from others with the help of shadow models',
    risk: 'membership disclosure',
    source: 'disclosure.md §3 (offline LiRA); Carlini et al. 2022, §V',
  },
  model_attribute: {
    title: 'A feature of a row that trained the model can be guessed better than that of another row',
    risk: 'attribute disclosure',
    source: 'disclosure.md §3 (attribute inference); SACRO-ML Attribute',
  },
  model_private: {
    title: 'The privacy loss, by our own accountant, is above the usual',
    risk: 'little noise',
    source: 'disclosure.md §3 (DP-trained flag)',
  },
  program_block: {
    title: 'Leaving out one block of units changes a number, and leaving out any other does not',
    risk: 'a number about one unit',
    source: 'programs.md decision 4; decision 033',
  },
  program_digits: {
    title: 'Many numbers of the program differ between runs over almost the same rows',
    risk: 'digits, and gaps, that follow single units',
    source: 'programs.md decision 4; decision 033',
  },
} as const satisfies Record<string, Check>;

export type ModelCheckName = keyof typeof modelChecks;
