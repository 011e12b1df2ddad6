/**
 * The decision object: the evidence that a released table does not let raw data be restored. Made in the domain when a run ends, committed to
 * in its receipt, completed by what the history guard finds and by who approves. The commitment can be opened to a regulator later.
 *
 * @see disclosure.md decision 7, §2.10; 003-28(3); docs/decisions/030-decision-objects.md
 */
import { commit } from '../record/entry.ts';
import { contentHash } from '../record/content-hash.ts';
import { fromHex } from '../record/hash.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant, Sha256, UnitCount } from '../units.ts';
import { acroFile, acroSummary, type DecidedFile } from './decision/acro.ts';
import { decidedCells, type Names, type StatisticIntervals } from './decision/cells.ts';
import {
  decision,
  type Approval,
  type DecidedHistory,
  type Decision,
  type IrreversibilityTest,
} from './decision/form.ts';
import type { JudgedTable } from './judged-table.ts';
import { riskProfile, type ProfileName } from './profile.ts';
import type { CheckName } from './register.ts';

/** What the rules and the protection of margins made of a table. */
export interface ProtectedCells {
  readonly table: JudgedTable;
  readonly intervals: readonly StatisticIntervals[];
  /** Cells that were hidden to protect others. */
  readonly secondary: number;
  /** Linear programs that the protection and its audit solved; 0 where there are no margins. */
  readonly programs: number;
  readonly review: readonly CheckName[];
  readonly ms?: number;
  /** Seconds of work for a pattern that loses less, where they were asked for. */
  readonly polishSeconds?: number;
}

/** What a decision is about. */
export interface DecisionFacts {
  readonly run: string;
  readonly at: Instant;
  /** The text that was run. */
  readonly command: string;
  readonly profile: ProfileName;
  readonly k: UnitCount;
  readonly units: readonly string[];
  readonly names: Names;
  readonly snapshots: Decision['dataset_snapshot'];
  /** How shown counts were changed; not at all where absent. */
  readonly method?: Decision['properties']['method'];
  /** The commitment to the result. */
  readonly result: Sha256;
  readonly files: readonly DecidedFile[];
  /** In the shape of the released rows. */
  readonly hidden: readonly (readonly boolean[])[];
}

/** What is known only later. */
export interface Completion {
  readonly history?: DecidedHistory;
  readonly approvals?: readonly Approval[];
}

/** For equal cells and facts, an equal decision; it has no history and no approvals yet. */
export function decisionOf(cells: ProtectedCells, facts: DecisionFacts): Decision {
  const { table, intervals, review, secondary, programs, ms, polishSeconds } = cells;
  const decided = decidedCells(table, intervals, facts.names);
  const status = decided.some((cell) => cell.status === 'implicit-fail')
    ? 'fail'
    : review.length > 0 || decided.some(({ rules }) => rules.length > 0)
      ? 'review'
      : 'pass';
  return {
    uid: facts.run,
    status,
    type: 'table',
    properties: { method: facts.method ?? 'exact', k: facts.k, profile: facts.profile },
    files: facts.files.map((file) => acroFile(file, decided, facts.hidden)),
    outcome: {},
    command: facts.command,
    summary: acroSummary(status, decided),
    timestamp: facts.at,
    comments: [],
    exception: '',
    result: facts.result,
    profile_hash: contentHash(riskProfile(facts.profile)),
    dataset_snapshot: facts.snapshots,
    unit_types: facts.units,
    cells: decided,
    equations: equationsOf(table, facts.names),
    secondary: {
      alg: `Gauss, LP audit, repair${polishSeconds === undefined ? '' : `, cutting planes with ${polishSeconds} s of work`} (disclosure.md §2.4)`,
      obj: secondary,
      programs,
      seed: null,
      ms: ms ?? null,
    },
    history: null,
    simulatable: { data_independent: false },
    irreversibility: irreversibilityOf({ table, programs, review }),
    approvals: [],
  };
}

/** The decision as it stands now. What speaks against it makes it worse and nothing makes it better. */
export function completeDecision(made: Decision, { history, approvals }: Completion): Decision {
  const known = history ?? made.history;
  const failed = known?.verdict === 'fail';
  const doubtful = known?.verdict === 'review' && made.status === 'pass';
  const status = failed ? 'fail' : doubtful ? 'review' : made.status;
  const { linear_rank_test, attack_tests, lp_audit } = made.irreversibility;
  return {
    ...made,
    status,
    summary: acroSummary(status, made.cells),
    history: known,
    irreversibility: {
      linear_rank_test: history ? rankTest(history) : linear_rank_test,
      lp_audit,
      attack_tests: history
        ? attack_tests.map((test) => (test.name === 'differencing' ? differencing(history) : test))
        : attack_tests,
    },
    approvals: approvals ?? made.approvals,
  };
}

/** What the receipt tells of a decision. `salt` is 32 random bytes of its own, so that it can be opened without opening the result. */
export function commitDecision(salt: Uint8Array, made: Decision): Sha256 {
  return commit(salt, made);
}

/** The decision of an opening, if it is the one committed to; for a regulator. Refuses with E_VERIFY. */
export function openDecision(
  commitment: Sha256,
  opening: { readonly salt: string; readonly decision: unknown },
): Outcome<Decision> {
  const salt = fromHex(opening.salt);
  const parsed = decision.safeParse(opening.decision);
  if (salt?.length === 32 && parsed.success && commit(salt, parsed.data) === commitment) return accept(parsed.data);
  return refuse('E_VERIFY', 'Cannot open the decision: must be the one committed to; got another');
}

/** Which grouping adds up to which follows from their keys. */
function equationsOf({ groupings }: JudgedTable, names: Names): Decision['equations'] {
  const sums = groupings.flatMap((finer, over) =>
    groupings.flatMap((coarser, of) =>
      coarser.length < finer.length && coarser.every((key) => finer.includes(key)) ? [{ of, over }] : [],
    ),
  );
  return { groupings: groupings.map((keys) => keys.map((key) => names.keys[key] ?? `key${key}`)), sums };
}

const notRun = { verdict: 'not_run', what: 'before the history guard' } as const;

function irreversibilityOf({ table, programs, review }: Pick<ProtectedCells, 'table' | 'programs' | 'review'>) {
  const gaveUp = table.judged.some(({ whole }) => whole.includes('infeasible'));
  const audit: IrreversibilityTest =
    programs > 0 || gaveUp
      ? {
          verdict: 'pass',
          what: gaveUp ? 'no pattern protects it: nothing is shown' : 'every hidden value keeps its interval',
        }
      : { verdict: 'not_run', what: 'no margin from which a hidden value could be computed' };
  const insider = review.includes('insider');
  return {
    linear_rank_test: notRun,
    lp_audit: audit,
    attack_tests: [
      { name: 'differencing', ...notRun },
      {
        name: 'insider',
        verdict: insider ? ('review' as const) : ('pass' as const),
        what: 'who stands alone behind a hidden cell, with what he knows himself',
      },
    ],
  };
}

function rankTest({ levels }: DecidedHistory): IrreversibilityTest {
  const found = ['G3', 'G4'].flatMap((level) => levels[level] ?? []);
  const verdict = found.includes('fail')
    ? 'fail'
    : found.includes('review')
      ? 'review'
      : found.length > 0
        ? 'pass'
        : 'not_run';
  return { verdict, what: 'whether a sum of released cells singles out few units' };
}

function differencing({ verdict }: DecidedHistory) {
  const found = verdict === 'identical' ? 'pass' : verdict;
  return { name: 'differencing', verdict: found, what: 'against everything that was released before' } as const;
}
