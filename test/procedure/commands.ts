/** Well-formed commands and documents with sane defaults. */
import type { Clauses } from '#policies/procedure/agreement-commands.ts';
import type { UseRequest } from '#policies/procedure/application-commands.ts';
import type { Checklist } from '#policies/procedure/checklist.ts';
import type { ExportCommand, Product } from '#policies/procedure/export-commands.ts';
import type { FitCommand } from '#policies/procedure/fit-commands.ts';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import type { RegistrationCommand } from '#policies/procedure/registration-commands.ts';
import type { RiskAcceptanceCommand } from '#policies/procedure/risk-acceptance-commands.ts';
import type { RunResult } from '#policies/procedure/run-commands.ts';
import { entryId, instant, orgId, sha256, snapshotId } from '#policies/units.ts';

const yes = { verdict: 'pass', note: 'looked at, nothing found' } as const;
export const allPass: Checklist = { data_security: yes, network_security: yes, personal_info: yes, trade_secret: yes };

export const year2026 = { from: instant('2026-01-01T00:00:00.000Z'), to: instant('2027-01-01T00:00:00.000Z') };

export function theMaterials(): Extract<RegistrationCommand, { type: 'draft' }>['materials'] {
  return {
    name: '某金融科技有限公司',
    uscc: '91350100M000100Y43',
    contacts: [{ name: 'Ana', certificate: 'verified by the platform, 2026-01-05', phone: '+86 20 0000 0000' }],
    capabilities: ['develop', 'publish'],
    certificate: {
      number: 'MLPS3-2025-0601',
      validFrom: instant('2025-06-01T00:00:00.000Z'),
      validTo: instant('2028-06-01T00:00:00.000Z'),
    },
    acceptedRules: 'platform_rules.1',
    credit: 'no record of dishonesty',
    technology: 'a team of six',
    security: 'MLPS level 3, certified 2025-06-01',
    affiliates: [orgId('fintech_holding')],
  };
}

export function aRequest(change: Partial<UseRequest> = {}): UseRequest {
  const columns = ['uscc', 'district', 'paid_cny'].map((name) => ({ name, reason: `the score needs ${name}` }));
  return {
    scenario: { id: 's1_credit', title: 'SME credit' },
    purpose: { text: 'score small enterprises', legalBasis: 'contract with a bank' },
    datasets: [{ entry: entryId('social_insurance'), table: 'social_insurance', columns }],
    rowScope: 'enterprises of the city in 2024',
    productForms: ['data_metric', 'data_model'],
    term: year2026,
    securityMeasures: 'named staff, two-factor login',
    ...change,
  };
}

export function theClauses(change: Partial<Clauses> = {}): Clauses {
  const scope = {
    entry: entryId('social_insurance'),
    table: 'social_insurance',
    columns: ['uscc', 'district', 'paid_cny'],
  };
  return {
    rightsAndDuties: { reportEvery: 6, text: 'as the measures say' },
    scenario: 's1_credit',
    dataScope: [scope],
    term: year2026,
    conditions: {
      runs: 3,
      productForms: ['data_metric'],
      recipients: ['某银行', 'another bank'],
      deviation: 'the entry of the tests publishes none',
      text: 'aggregates only',
    },
    dataSecurity: { destroyWithin: 30, text: 'raw data never leaves the domain' },
    fees: {
      items: [{ category: 'compute', rate: 'by the published list' }],
      text: 'platform fee by the published list',
    },
    trading: { venue: 'gzdex', text: 'on the exchange, in principle' },
    termination: { cases: ['mutual', 'breach'], text: 'thirty days' },
    breachLiability: 'as the Civil Code says',
    ...change,
  };
}

export function aContent(change: Partial<ProgramContent> = {}): ProgramContent {
  const sql =
    'SELECT district, count(DISTINCT uscc) AS n, avg(paid_cny) AS paid FROM social_insurance GROUP BY district';
  return {
    title: 'segment metrics',
    queries: [{ name: 'segments', sql }],
    parameters: [{ name: 'year', values: [2023, 2024] }],
    outputs: [{ name: 'segments', kind: 'table' }],
    ...change,
  };
}

export function aResult(change: Partial<RunResult> = {}): RunResult {
  return {
    resultHash: sha256('ab'.repeat(32)),
    decision: sha256('de'.repeat(32)),
    rows: 11,
    suppressedCells: 2,
    verdicts: ['D_THRESHOLD'],
    columns: [
      { name: 'district', type: 'VARCHAR' },
      { name: 'paid', type: 'DECIMAL(14,2)' },
    ],
    tier: 'T2',
    sources: [
      {
        entry: entryId('social_insurance'),
        snapshot: snapshotId('social_insurance.2026-03-01'),
        commitment: sha256('ab'.repeat(32)),
      },
    ],
    ...change,
  };
}

/** Sees all rows, hands out one number. */
export function aScript(): NonNullable<ProgramContent['script']> {
  const text = 'export default function main(input, output) { output.share[0] = 0.5; }';
  return {
    mode: 'rows',
    entry: 'main.js',
    files: [{ path: 'main.js', text }],
    bundle: 'var program = { default: function (input, output) { output.share[0] = 0.5; } };',
    lock: { esbuild: '0.28.2', libraries: [] },
    memoryMb: 64,
    callMillis: 1_000,
    results: [{ name: 'share', length: 1, lo: 0, hi: 1, step: 0.01 }],
  };
}

type RiskCommand = Extract<RiskAcceptanceCommand, { type: 'request' }>;

/** Of the entry of the journey, for a month. */
export function aRisk(change: Partial<RiskCommand> = {}): RiskCommand {
  const risk = { tier: 'T0', entries: [entryId('social_insurance')], data: 'real', days: 30 } as const;
  return { type: 'request', ...risk, justification: 'an own machine, no other user', ...change };
}

/** Of the entry of the journey. */
export function aFit(change: Partial<FitCommandOf<'request'>['order']> = {}): FitCommandOf<'request'> {
  const order = { entries: [entryId('social_insurance')], epsilon: 1, tables: [], holdout: 0.1, predict: [] };
  return { type: 'request', order: { ...order, ...change }, purpose: 'rows to develop on' };
}

export function aFitResult(): FitCommandOf<'finish'>['result'] {
  return {
    model: sha256('ab'.repeat(32)),
    space: 'enterprise',
    rho: '24000000',
    delta: '0',
    cached: false,
    sources: [{ entry: entryId('social_insurance'), snapshot: snapshotId('s1') }],
  };
}

type FitCommandOf<Type extends FitCommand['type']> = Extract<FitCommand, { type: Type }>;

export function aProduct(change: Partial<Product> = {}): Product {
  return {
    title: 'SME segments 2024',
    form: 'data_metric',
    scenario: 's1_credit',
    purpose: 'pricing of small loans',
    recipients: ['某银行'],
    sourceStatement: 'Human Resources Bureau, monthly social insurance',
    runs: ['run1'],
    ...change,
  };
}

type VoteCommand = Extract<ExportCommand, { type: 'vote' }>;

/** A vote to pass the export of the journey, all findings seen. */
export function aVote(change: Partial<VoteCommand> = {}): VoteCommand {
  const acknowledged = [{ run: 'run1', code: 'freq' }];
  return { type: 'vote', decision: 'pass', checklist: allPass, comment: 'looked at', acknowledged, ...change };
}

/** A vote against it. */
export function aVoteFor(decision: 'change' | 'reject', change: Partial<VoteCommand> = {}): VoteCommand {
  return aVote({ decision, comment: 'SECRET of a reviewer', toVendor: `please ${decision}`, ...change });
}

export const suppressed = { run: 'run1', code: 'freq', verdict: 'suppressed' } as const;

export const aFile = { name: 'segments.csv', sha256: sha256('cd'.repeat(32)) };
