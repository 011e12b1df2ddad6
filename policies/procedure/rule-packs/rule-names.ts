/**
 * The names of the evaluators that a rule pack may use, by gate, each with the parameters that it wants. A pack is data: it can name nothing
 * else, and `rules.ts` has an evaluator for every name or does not compile.
 */

/** Evaluators of the operator's check of an application. */
export const applicationRules = {
  vendor_registered: [],
  columns_known: [],
  closed_data: [],
  forms_enabled: [],
  measures_stated: ['characters'],
  purpose_grounded: ['characters'],
  identifiers_unseen: [],
  sensitive_grades: [],
  state_secrets: [],
  trade_secrets: [],
  origin_collected: [],
} as const satisfies Names;

/** Evaluators of the review of a program. */
export const useRules = {
  text_tested: [],
  columns_within_grant: [],
  datasets_published: [],
  outputs_declared: [],
  digits_capped: [],
  script_whole: [],
  libraries_allowed: [],
  parameters_finite: [],
  identifiers_unseen: [],
  declared_texts_clean: [],
  profile_fits_grade: [],
} as const satisfies Names;

/** Evaluators of an export: those that need real data read what the domain has found. */
export const exportRules = {
  within_agreement: [],
  results_quarantined: [],
  results_unchanged: [],
  programs_approved: [],
  sources_listed: [],
  source_stated: [],
  source_named: [],
  recipients_named: [],
  rows_bounded: ['rows'],
  nothing_raw: [],
  earlier_releases: [],
  not_probing: [],
  denials_left: [],
  payload_of_form: [],
  forms_enabled: [],
  confined: [],
  texts_clean: [],
  people_protected: [],
  dominance_settled: [],
  schema_fixed: [],
  parameters_finite: [],
  consumers_named: [],
  numbers_cited: [],
  model_format: [],
  model_size: [],
  model_memory: [],
  parts_released: [],
  dependencies_listed: [],
  deliverables_listed: [],
  staff_named: [],
  rows_k_anonymous: [],
  rows_l_diverse: [],
  rows_unmatched: [],
  rows_deidentified: [],
} as const satisfies Names;

type Names = Readonly<Record<string, readonly string[]>>;

/** Name → the parameters it wants, of each gate. */
export const ruleNames = { application: applicationRules, use: useRules, export: exportRules } as const;

/** The three gates of 003-15. */
export type Gate = keyof typeof ruleNames;
/** The evaluators of a gate. */
export type RuleName<G extends Gate> = keyof (typeof ruleNames)[G] & string;
