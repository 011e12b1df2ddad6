/**
 * All lives in one table, so that the gateway has one path for every command: parse → load → decide → commit → respond.
 * A new life is one line here.
 */
import { accessToken, type AccessTokenTypes } from './cases/access-token.ts';
import { apiKey, type ApiKeyTypes } from './cases/api-key.ts';
import { account, type AccountTypes } from './cases/account.ts';
import { agreement, type AgreementTypes } from './agreement.ts';
import { application, type ApplicationTypes } from './application.ts';
import { catalogEntry, type CatalogEntryTypes } from './catalog-entry.ts';
import { attributeProposal, type AttributeProposalTypes } from './cases/attribute-proposal.ts';
import { appeal, type AppealTypes } from './cases/appeal.ts';
import { responsibilityList, type ResponsibilityListTypes } from './cases/responsibility-list.ts';
import { negativeList, type NegativeListTypes } from './cases/negative-list.ts';
import { complaint, type ComplaintTypes } from './cases/complaint.ts';
import { dispute, type DisputeTypes } from './cases/dispute.ts';
import { objection, type ObjectionTypes } from './cases/objection.ts';
import { qualityIssue, type QualityIssueTypes } from './cases/quality-issue.ts';
import { catalogExtension, type CatalogExtensionTypes } from './cases/catalog-extension.ts';
import { demand, type DemandTypes } from './cases/demand.ts';
import { browseRequest, type BrowseRequestTypes } from './cases/browse-request.ts';
import { calendarYear, type CalendarYearTypes } from './cases/calendar-year.ts';
import { duty, type DutyTypes } from './cases/duty.ts';
import { consent, type ConsentTypes } from './cases/consent.ts';
import { utilisationReport, type UtilisationReportTypes } from './cases/utilisation-report.ts';
import { resultFeedback, type ResultFeedbackTypes } from './cases/result-feedback.ts';
import { workspace, type WorkspaceTypes } from './cases/workspace.ts';
import { product, type ProductTypes } from './cases/product.ts';
import { externalDataset, type ExternalDatasetTypes } from './cases/external-dataset.ts';
import { provision, type ProvisionTypes } from './cases/provision.ts';
import { emergencyOpening, type EmergencyOpeningTypes } from './cases/emergency-opening.ts';
import { emergencyPlan, type EmergencyPlanTypes } from './cases/emergency-plan.ts';
import { emergencyStop, type EmergencyStopTypes } from './cases/emergency-stop.ts';
import { evaluation, type EvaluationTypes } from './cases/evaluation.ts';
import { incident, type IncidentTypes } from './cases/incident.ts';
import { inspection, type InspectionTypes } from './cases/inspection.ts';
import { norm, type NormTypes } from './cases/norm.ts';
import { operatorAuthorization, type OperatorAuthorizationTypes } from './cases/operator-authorization.ts';
import { publicNotice, type PublicNoticeTypes } from './cases/public-notice.ts';
import { riskAssessment, type RiskAssessmentTypes } from './cases/risk-assessment.ts';
import { sanction, type SanctionTypes } from './cases/sanction.ts';
import { sharingItem, type SharingItemTypes } from './cases/sharing-item.ts';
import { traceReport, type TraceReportTypes } from './cases/trace-report.ts';
import { violation, type ViolationTypes } from './cases/violation.ts';
import { withdrawal, type WithdrawalTypes } from './cases/withdrawal.ts';
import type { Life } from './decider.ts';
import { fit, type FitTypes } from './fit.ts';
import { exportLife, type ExportTypes } from './export.ts';
import { program, type ProgramTypes } from './program.ts';
import { registration, type RegistrationTypes } from './registration.ts';
import { riskAcceptance, type RiskAcceptanceTypes } from './risk-acceptance.ts';
import { run, type RunTypes } from './run.ts';
import { standingApproval, type StandingTypes } from './standing.ts';

/** The types of each life by name; `LivesTypes[Name]['doc']` is the document of life `Name`. */
export interface LivesTypes {
  readonly registration: RegistrationTypes;
  readonly catalogEntry: CatalogEntryTypes;
  readonly application: ApplicationTypes;
  readonly agreement: AgreementTypes;
  readonly program: ProgramTypes;
  readonly run: RunTypes;
  readonly export: ExportTypes;
  readonly standingApproval: StandingTypes;
  readonly riskAcceptance: RiskAcceptanceTypes;
  readonly fit: FitTypes;
  readonly browseRequest: BrowseRequestTypes;
  readonly calendarYear: CalendarYearTypes;
  readonly duty: DutyTypes;
  readonly attributeProposal: AttributeProposalTypes;
  readonly appeal: AppealTypes;
  readonly responsibilityList: ResponsibilityListTypes;
  readonly negativeList: NegativeListTypes;
  readonly complaint: ComplaintTypes;
  readonly dispute: DisputeTypes;
  readonly objection: ObjectionTypes;
  readonly qualityIssue: QualityIssueTypes;
  readonly catalogExtension: CatalogExtensionTypes;
  readonly demand: DemandTypes;
  readonly consent: ConsentTypes;
  readonly utilisationReport: UtilisationReportTypes;
  readonly resultFeedback: ResultFeedbackTypes;
  readonly workspace: WorkspaceTypes;
  readonly product: ProductTypes;
  readonly apiKey: ApiKeyTypes;
  readonly externalDataset: ExternalDatasetTypes;
  readonly provision: ProvisionTypes;
  readonly emergencyOpening: EmergencyOpeningTypes;
  readonly emergencyPlan: EmergencyPlanTypes;
  readonly emergencyStop: EmergencyStopTypes;
  readonly evaluation: EvaluationTypes;
  readonly incident: IncidentTypes;
  readonly inspection: InspectionTypes;
  readonly norm: NormTypes;
  readonly operatorAuthorization: OperatorAuthorizationTypes;
  readonly publicNotice: PublicNoticeTypes;
  readonly riskAssessment: RiskAssessmentTypes;
  readonly sanction: SanctionTypes;
  readonly sharingItem: SharingItemTypes;
  readonly traceReport: TraceReportTypes;
  readonly violation: ViolationTypes;
  readonly withdrawal: WithdrawalTypes;
  readonly account: AccountTypes;
  readonly accessToken: AccessTokenTypes;
}

/** The name of a life; an event type is `<life>.<what happened>`. */
export type LifeName = keyof LivesTypes;
/** The document of a life. */
export type DocOf<Name extends LifeName> = LivesTypes[Name]['doc'];
/** A command of a life. */
export type CommandOf<Name extends LifeName> = LivesTypes[Name]['command'];
/** What a decision of a life depends on. */
export type ContextOf<Name extends LifeName> = LivesTypes[Name]['context'];
/** An event of a life. */
export type EventOf<Name extends LifeName> = LivesTypes[Name]['event'];

/** Every life: those that a product passes through in their order, then the small ones, which are data (`case.ts`). */
export const lives: { readonly [Name in LifeName]: Life<LivesTypes[Name]> } = {
  registration,
  catalogEntry,
  application,
  agreement,
  program,
  run,
  export: exportLife,
  standingApproval,
  riskAcceptance,
  fit,
  browseRequest,
  calendarYear,
  duty,
  attributeProposal,
  appeal,
  responsibilityList,
  negativeList,
  complaint,
  dispute,
  objection,
  qualityIssue,
  catalogExtension,
  demand,
  consent,
  utilisationReport,
  resultFeedback,
  workspace,
  product,
  apiKey,
  externalDataset,
  provision,
  emergencyOpening,
  emergencyPlan,
  emergencyStop,
  evaluation,
  incident,
  inspection,
  norm,
  operatorAuthorization,
  publicNotice,
  riskAssessment,
  sanction,
  sharingItem,
  traceReport,
  violation,
  withdrawal,
  account,
  accessToken,
};

/** The lives of the product's journey, each with a context of its own. */
type Journey =
  | 'registration'
  | 'catalogEntry'
  | 'application'
  | 'agreement'
  | 'program'
  | 'run'
  | 'export'
  | 'standingApproval'
  | 'riskAcceptance'
  | 'fit';

/** The same for every small life: those are the ones that say themselves where they are found. */
export function forCases<T>(one: T): Readonly<Record<Exclude<LifeName, Journey>, T>> {
  const names = (Object.keys(lives) as LifeName[]).filter((name) => 'collection' in lives[name]);
  return Object.fromEntries(names.map((name) => [name, one])) as Record<Exclude<LifeName, Journey>, T>;
}
