/** A well-formed body for every command, out of things that exist. */
import type { LifeName } from '#policies/procedure/lives.ts';
import { lives } from '#policies/procedure/lives.ts';
import { checklist, programOf, requestOf, term } from '#gateway/city/journey.ts';
import { loadDoc } from '#gateway/load.ts';
import type { Installation } from '../fixtures/installation.ts';
import { sampleOf, type Known } from '../procedure/cases/samples.ts';
import { aPlan, orderOf, type Submitted } from './plans.ts';

export interface Bodies {
  readonly core: readonly Readonly<Record<string, unknown>>[];
  /** What the small lives' commands may name. */
  readonly known: Known;
}

/** What the custodian is asked to accept. */
export const aFit = { order: { entries: ['ent_registration'], epsilon: 1 }, purpose: '供开发使用' };

export const aRisk = {
  tier: 'T0',
  entries: ['ent_registration'],
  data: 'artificial',
  justification: '演示数据均为人工生成',
  days: 30,
};

/** One body of each form that a command may have. */
export function bodiesOf({ office: { record, clock } }: Installation, made: Submitted): Bodies {
  const plan = aPlan();
  const application = loadDoc(record.read, 'agreement', made.agreement)?.application;
  const clauses = loadDoc(record.read, 'agreement', made.agreement)?.clauses;
  const product = loadDoc(record.read, 'export', made.export)?.product;
  const entry = loadDoc(record.read, 'catalogEntry', 'ent_registration')?.entry;
  const materials = loadDoc(record.read, 'registration', 'vendor.qiming')?.materials;
  const { content } = programOf(plan, made.agreement);
  const { hash } = made.program;
  const scope = [{ entry: 'ent_registration', table: 'ent_registration', columns: ['district_code'] }];
  const request = { ...requestOf(plan, scope), term };
  const { agreement } = made;
  const known: Known = {
    now: clock(),
    vendor: 'vendor.qiming',
    entry: 'ent_registration',
    department: 'dept.market_regulation',
    table: 'ent_registration',
    column: 'district_code',
    application: application ?? '',
    agreement,
    program: made.program.id,
    run: made.run,
    export: made.export,
    rejected: 'app_none',
  };
  const core = [
    {},
    { reason: '理由' },
    { checklist },
    { hash },
    { hash, checklist },
    { checklist, reason: '理由' },
    { entry },
    { evidence: '依据', riskAssessment: '低' },
    { outcome: 'keep', finding: '维持' },
    { entry, legalBasis: '《数据安全法》' },
    { consentId: '同意1' },
    { materials: materials && { ...materials, contacts: [{ name: '林', certificate: '已核验', phone: '020' }] } },
    { certificate: materials?.certificate },
    { opinion: '意见', interests: '无', conflict: false },
    { request },
    { application, clauses },
    { case: 'mutual', reason: '协商' },
    { agreement, content },
    { content },
    orderOf(plan, made),
    { agreement, product },
    { product },
    { decision: 'pass', checklist, comment: '意见', acknowledged: [] },
    { decision: 'pass', checklist, comment: '意见' },
    {
      covers: [{ run: made.run, code: 'negative' }],
      code: 'structural',
      justification: '由定义决定',
      until: term.to,
    },
    { export: made.export, until: term.to, uses: 3, drift: { rows: 1, suppressedCells: 1 } },
    aRisk,
    aFit,
    { filing: '1' },
    { receipt: '1' },
  ];
  return { core, known };
}

/** The first body that this command accepts. @throws Error when there is none */
export function bodyOf(bodies: Bodies, life: LifeName, type: string): Readonly<Record<string, unknown>> {
  const sample = sampleOf(life, type, bodies.known);
  if (sample) return { ...sample };
  const body = bodies.core.find((candidate) => lives[life].command.safeParse({ ...candidate, type }).success);
  if (!body) throw new Error(`no body for ${life}.${type}`);
  return body;
}
