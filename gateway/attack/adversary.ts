/**
 * A vendor who means harm, and has all papers in order: a wide agreement over the twin, signed by everybody. What he asks for goes the whole
 * way through the real door; where it ends is what the report says.
 */
import { unzipSync } from 'fflate';
import type { ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import type { Script } from '#policies/program/script.ts';
import { unwrap, type Outcome, type RefusalCode } from '#policies/refusal.ts';
import type { Revealed } from '#sandbox/door.ts';
import type { Person } from '../accounts.ts';
import {
  apply,
  approve,
  approveProgram,
  draftAgreement,
  fileExport,
  register,
  release,
  runProgram,
  scopeOf,
  signAgreement,
  submitExport,
  type JourneyPlan,
} from '../city/journey.ts';
import { people } from '../city/people.ts';
import type { As } from '../city/publish.ts';
import { ownerOf } from '../city/set-up.ts';
import type { Json } from '../client.ts';
import type { Reading } from '../scope.ts';
import { twinEntry } from './twin.ts';

/** The layers of defence, in the order in which a question meets them. */
export const layers = {
  language: 'the language: only what keeps people apart and aggregates them',
  columns: 'column rules of the catalog',
  primary: 'primary rules: the cell is hidden',
  secondary: 'secondary suppression: too many others are hidden with it',
  model: 'model checks',
  stability: 'stability: what one block of people can change does not leave',
  history: 'the history guard',
  budget: 'budgets',
  people: 'the people who review',
  consent: 'the word of the department whose rows are read',
  ownership: "another vendor's things are as if they were not there",
} as const;
export type Layer = keyof typeof layers;

/** What came of one question. */
export type Given =
  | { readonly kind: 'refused'; readonly layer: Layer; readonly code: string }
  | {
      readonly kind: 'released';
      readonly table: ReleasedTable;
      readonly findings: readonly string[];
      /** Milliseconds from order to answer, as the vendor reads them off its run. */
      readonly took: number;
    };

export interface ReleasedTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  /** [row, column] of every hidden value. */
  readonly suppressed: readonly (readonly [number, number])[];
}

export interface Question {
  readonly sql: string;
  readonly lane?: 'exact' | 'private';
  readonly privacy?: { readonly epsilon: number };
  readonly release?: Partial<ReleaseSettings>;
  readonly train?: TrainSpec;
  readonly script?: Script;
}

/** What a vendor is given rights to before he attacks. */
export interface Ground {
  /** The person of each department whose data it is. */
  readonly departments: readonly string[];
  /** Every column that can be asked for; those of the twin where not given. */
  readonly scope?: readonly Reading[];
}

const twinGround: Ground = { departments: [ownerOf(twinEntry.department).person] };

const codeLayers: Partial<Record<RefusalCode, Layer>> = {
  E_COLUMN_RULE: 'columns',
  E_BUDGET: 'budget',
  E_HISTORY: 'history',
};

export class Adversary {
  readonly #as: As;
  readonly #plan: JourneyPlan;
  readonly #agreement: string;

  private constructor(as: As, plan: JourneyPlan, agreement: string) {
    this.#as = as;
    this.#plan = plan;
    this.#agreement = agreement;
  }

  /** Registers, applies for every column that can be asked for, and signs. */
  static async admit(as: As, person: Person, ground: Ground = twinGround): Promise<Adversary> {
    const plan: JourneyPlan = {
      scenario: { id: `scn.${person.org}`, title: '就诊统计' },
      purpose: '公共卫生研究',
      legalBasis: '公共数据授权运营管理办法',
      sql: '',
      recipients: [person.title.zh],
      sourceStatement: '数据来源:医疗保障局',
      departments: ground.departments,
      vendor: person.person,
      lanes: ['exact', 'private'],
      budget: 2,
      forms: ['data_metric', 'data_model'],
    };
    await register(as, person);
    const entries = unwrap(await as(person.person).all('/catalog/entries'));
    const scope = ground.scope ?? unwrap(await scopeOf(as(person.person), entries, { sql: everything }));
    const application = await apply(as, plan, scope);
    await approve(as, plan, application);
    const agreement = await draftAgreement(as, plan, { application, scope });
    await signAgreement(as, agreement);
    return new Adversary(as, plan, agreement);
  }

  /** The same vendor in a copy of the installation. */
  in(as: As): Adversary {
    return new Adversary(as, this.#plan, this.#agreement);
  }

  /** The whole way of one question, up to its bundle. */
  async ask(question: Question): Promise<Given> {
    const vendor = this.#as(this.#plan.vendor ?? '');
    const explained = await vendor.call('/simulate/explain', question);
    if (!explained.ok) return refused(explained);
    const plan: JourneyPlan = { ...this.#plan, ...question };
    const run = await runProgram(this.#as, plan, await approveProgram(this.#as, plan, this.#agreement));
    if (run['state'] !== 'quarantined') return { kind: 'refused', layer: 'model', code: String(run['code']) };
    const submitted = await submitExport(this.#as, plan, { agreement: this.#agreement, run: String(run['id']) });
    const id = String(submitted['id']);
    // The vendor learns that it was blocked; why, the operator sees.
    const findings = codesOf(unwrap(await this.#as(people.operator.person).call(`/check/exports/${id}`)));
    if (submitted['state'] === 'blocked') {
      const code = findings.find((finding) => finding.startsWith('E_')) ?? 'E_HISTORY';
      if (code === 'E_MODEL' && question.script) return this.#unstable(String(run['id']));
      if (code === 'E_MODEL') return { kind: 'refused', layer: 'model', code };
      return { kind: 'refused', layer: 'history', code: await this.#failedLevels(String(run['id'])) };
    }
    await fileExport(this.#as, { id, run: String(run['id']) });
    const bundle = unzipSync(await release(this.#as, plan, id));
    const name = Object.keys(bundle).find((file) => /^(data|files\/data)-.*\.json$/.test(file)) ?? '';
    const table = JSON.parse(Buffer.from(bundle[name] ?? []).toString('utf8')) as TableFile;
    return {
      kind: 'released',
      table: { ...table, columns: table.columns.map((column) => column.name) },
      findings,
      took: timeOf(run),
    };
  }

  /** Which checks of a program's numbers failed, as a reviewer reads it. */
  async #unstable(run: string): Promise<Given> {
    const revealed = unwrap(
      await this.#as(people.operator.person).call(`/check/runs/${run}/reveal`, { reason: '拦截原因核查' }),
    );
    const { checks } = revealed['modelFinding'] as NonNullable<Revealed['modelFinding']>;
    const failed = checks.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name);
    const layer = failed.includes('program_block') ? 'stability' : 'model';
    return { kind: 'refused', layer, code: [...new Set(failed)].join(', ') };
  }

  /** Which levels of the history guard a reviewer reads beside the recipe. */
  async #failedLevels(run: string): Promise<string> {
    const desk = this.#as(people.operator.person);
    const revealed = unwrap(await desk.call(`/check/runs/${run}/reveal`, { reason: '拦截原因核查' }));
    const { levels } = revealed['history'] as Revealed['history'];
    return Object.entries(levels)
      .flatMap(([level, finding]) => (finding?.verdict === 'fail' ? [level] : []))
      .join(', ');
  }
}

/** Names every column that may be named. */
const everything = `SELECT district, sector, count(DISTINCT person_id), count(*), sum(cost)
  FROM visit WHERE visited_on >= DATE '2025-01-01' AND diagnosis <> 'z' GROUP BY ALL`;

/** From the order to the end of a run. */
function timeOf(run: Json): number {
  const acts = run['acts'] as readonly { readonly type: string; readonly at: string }[];
  const at = (type: string): number => Date.parse(acts.find((one) => one.type === type)?.at ?? '');
  return at('run.finished') - at('run.ordered');
}

interface TableFile extends Omit<ReleasedTable, 'columns'> {
  readonly columns: readonly { readonly name: string }[];
}

function refused(outcome: Extract<Outcome<unknown>, { ok: false }>): Given {
  const { code } = outcome.refusals[0];
  return { kind: 'refused', layer: codeLayers[code] ?? 'language', code };
}

function codesOf(submitted: Json): readonly string[] {
  const findings = submitted['findings'] as readonly { readonly code: string }[];
  return [...new Set(findings.map(({ code }) => code))];
}
