/**
 * The clocks of the lives that a product passes through, side by side as the procedure has them. Each stands in the table of its life.
 *
 * @see procedure.md §3.1, §3.2, §3.5–§3.9
 */

/**
 * 003-14: accept, decide within five working days of acceptance, review what was refused or reported. The three days in which a refusal must
 * reach the agency have no clock: the refusal is its own report, and reaches it in the same moment.
 */
export const registrationClocks = [
  {
    id: 'accept',
    title: { zh: '进驻受理', en: 'acceptance of a registration' },
    runs: ['submitted'],
    days: 'registration_accept_days',
    from: 'receipt',
    duty: 'operator',
    escalates: 'data_agency',
    source: '003-14(2)',
  },
  {
    id: 'decide',
    title: { zh: '进驻核查', en: 'decision on a registration' },
    runs: ['accepted', 'checking'],
    days: 'vendor_registration_days',
    from: 'acceptance',
    duty: 'operator',
    escalates: 'data_agency',
    source: '003-14(2)',
  },
  {
    id: 'review_refusal',
    title: { zh: '不予注册审核', en: 'review of a refusal' },
    runs: ['refused'],
    ends: ['refusal_confirmed'],
    days: 'agency_confirm_days',
    from: 'receipt',
    duty: 'data_agency',
    escalates: 'competent_authority',
    source: '003-14(3)',
  },
  {
    id: 'review_anomaly',
    title: { zh: '信用异常审核', en: 'review of a credit anomaly' },
    runs: ['registered'],
    begins: ['anomaly_reported'],
    ends: ['anomaly_dismissed'],
    days: 'agency_confirm_days',
    from: 'receipt',
    duty: 'data_agency',
    escalates: 'competent_authority',
    source: '003-14(3)',
  },
] as const;

/** 003-8: the texts name no number. A revision is reviewed as a new entry is. */
export const catalogClocks = [
  {
    id: 'level_review',
    title: { zh: '目录本级审核', en: 'level review of an entry' },
    runs: ['submitted', 'level_review'],
    days: 'catalog_level_review_days',
    from: 'receipt',
    duty: 'competent_authority',
    escalates: 'committee',
    source: '003-8(2)',
  },
  {
    id: 'city_review',
    title: { zh: '目录市级审核', en: 'city review of an entry' },
    runs: ['city_review', 'approved'],
    days: 'catalog_city_review_days',
    from: 'receipt',
    duty: 'competent_authority',
    escalates: 'committee',
    source: '003-8(5)',
  },
  {
    id: 'publish',
    title: { zh: '目录推送', en: 'publication of an entry' },
    runs: ['consented'],
    days: 'catalog_publish_days',
    from: 'receipt',
    duty: 'data_agency',
    escalates: 'competent_authority',
    source: '003-8(6)',
  },
] as const;

const beforeReply = ['submitted', 'operator_checking', 'forwarded', 'reviewing'] as const;

const review = {
  runs: ['reviewing'],
  from: 'receipt',
  each: 'seats',
} as const;

/** 003-18, 003-19: the operator checks promptly, each reviewer decides within five working days; 002-21, 001-12: the whole reply. */
export const applicationClocks = [
  {
    id: 'operator_check',
    title: { zh: '使用申请核查', en: 'check of an application' },
    runs: ['submitted', 'operator_checking'],
    stops: ['returned', 'draft'],
    days: 'operator_check_days',
    from: 'receipt',
    duty: 'operator',
    escalates: 'data_agency',
    source: '003-18(3)',
  },
  {
    ...review,
    id: 'source_department_review',
    title: { zh: '数源部门审核', en: 'review by a source department' },
    days: 'source_department_review_days',
    duty: 'source_department',
    escalates: 'competent_authority',
    source: '003-19(2)',
  },
  {
    ...review,
    id: 'district_review',
    title: { zh: '区主管部门审核', en: 'review by a district authority' },
    days: 'district_review_days',
    duty: 'district_authority',
    escalates: 'competent_authority',
    source: '003-19(3)',
  },
  {
    ...review,
    id: 'agency_review',
    title: { zh: '数据管理机构审核', en: 'review by the data agency' },
    days: 'agency_review_days',
    duty: 'data_agency',
    escalates: 'competent_authority',
    source: '003-19(4)',
  },
  {
    id: 'reply',
    title: { zh: '有条件开放申请答复', en: 'reply to an application' },
    runs: beforeReply,
    stops: ['returned', 'draft'],
    days: 'conditional_reply_days',
    from: 'receipt',
    duty: 'source_department',
    escalates: 'competent_authority',
    source: '002-21(2), 001-12(2)',
  },
  {
    id: 'agreement',
    title: { zh: '协议签订', en: 'signing of the agreement' },
    runs: ['approved'],
    days: 'agreement_signing_days',
    from: 'event',
    duty: 'operator',
    escalates: 'data_agency',
    source: 'procedure.md §3.5',
  },
] as const;

/** 003-20: both sign; what nobody signed in time lapses with its application. */
export const agreementClocks = [
  {
    id: 'sign_vendor',
    title: { zh: '数据商签署', en: 'signature of the vendor' },
    runs: ['drafted'],
    days: 'agreement_signing_days',
    from: 'receipt',
    duty: 'vendor',
    escalates: 'operator',
    source: '003-20(2)',
  },
  {
    id: 'sign_operator',
    title: { zh: '运营机构签署', en: 'signature of the operator' },
    runs: ['vendor_signed'],
    days: 'agreement_signing_days',
    from: 'receipt',
    duty: 'operator',
    escalates: 'data_agency',
    source: '003-20(2)',
  },
] as const;

/** 003-15: the second of the three checks. */
export const programClocks = [
  {
    id: 'review',
    title: { zh: '程序核查', en: 'review of a program' },
    runs: ['static_checked', 'in_review'],
    stops: ['returned', 'dev_tested', 'frozen'],
    days: 'program_review_days',
    from: 'receipt',
    duty: 'operator',
    escalates: 'data_agency',
    source: '003-15',
  },
] as const;

/** 003-22: the operator checks, the agency answers a filing. */
export const exportClocks = [
  {
    id: 'review',
    title: { zh: '出域核查', en: 'review of an export' },
    runs: ['operator_review', 'conflicted', 'consolidating'],
    stops: ['returned', 'draft', 'submitted', 'auto_checking', 'blocked', 'excepting', 'exception_requested'],
    days: 'export_review_days',
    from: 'receipt',
    duty: 'operator',
    escalates: 'data_agency',
    source: '003-22(1)',
  },
  {
    id: 'exception',
    title: { zh: '例外审批', en: 'answer to an exception' },
    runs: ['exception_requested'],
    days: 'exception_days',
    from: 'receipt',
    duty: 'data_agency',
    escalates: 'competent_authority',
    source: 'disclosure.md §6 (5)',
  },
  {
    id: 'filing',
    title: { zh: '出域备案', en: 'answer to a filing' },
    runs: ['filing_submitted'],
    stops: ['filing_returned'],
    days: 'filing_accept_days',
    from: 'receipt',
    duty: 'data_agency',
    escalates: 'competent_authority',
    source: '003-22(1)',
  },
] as const;

export const standingClocks = [
  {
    id: 'decide',
    title: { zh: '常设核准审批', en: 'decision on a standing approval' },
    runs: ['requested'],
    days: 'standing_review_days',
    from: 'receipt',
    duty: 'data_agency',
    escalates: 'competent_authority',
    source: 'disclosure.md decision 6',
  },
] as const;

export const riskAcceptanceClocks = [
  {
    id: 'decide',
    title: { zh: '风险接受审批', en: 'decision on a risk' },
    runs: ['requested'],
    days: 'risk_acceptance_days',
    from: 'receipt',
    duty: 'data_agency',
    escalates: 'competent_authority',
    source: 'programs.md decision 6',
  },
] as const;

export const fitClocks = [
  {
    id: 'agree',
    title: { zh: '数源部门同意拟合', en: 'agreement of a department to a fit' },
    runs: ['requested'],
    each: 'departments',
    days: 'fit_agree_days',
    from: 'receipt',
    duty: 'source_department',
    escalates: 'competent_authority',
    source: 'synth.md §3.4',
  },
] as const;
