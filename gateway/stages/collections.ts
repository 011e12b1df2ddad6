/**
 * Which commands of which life are given at which stage, and by which path: `POST /api/v1/<stage>/<collection>/:id/<command>`.
 * Moves of the system itself are in no list: nobody makes them by hand.
 */
import type { CaseTable } from '#policies/procedure/case.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { lives, type CommandOf, type LifeName } from '#policies/procedure/lives.ts';

export const stages: readonly Stage[] = ['catalog', 'simulate', 'propose', 'review', 'run', 'check', 'export', 'audit'];

/** The words of the paths of the lives that do not say it themselves. */
const words = {
  entries: 'catalogEntry',
  registrations: 'registration',
  applications: 'application',
  agreements: 'agreement',
  programs: 'program',
  runs: 'run',
  exports: 'export',
  standing: 'standingApproval',
  acceptances: 'riskAcceptance',
  fits: 'fit',
} as const satisfies Record<string, LifeName>;

type Word = keyof typeof words;
type Commands = { readonly [Name in Word]?: readonly CommandOf<(typeof words)[Name]>['type'][] };

const commands = {
  catalog: {
    entries: [
      ...(['draft', 'edit', 'submit', 'sign', 'begin_level_review', 'pass_level_review', 'consolidate'] as const),
      ...(['begin_city_review', 'return', 'approve', 'consent', 'publish', 'revise', 'abandon'] as const),
      ...(['evaluate', 'downgrade', 'withdraw', 'rework', 'retire'] as const),
    ],
  },
  simulate: { fits: ['request', 'agree', 'refuse', 'publish', 'withdraw'] },
  propose: {
    registrations: ['draft', 'edit', 'submit', 'renew_certificate'],
    applications: ['draft', 'edit', 'submit', 'cancel', 'accept_narrowing', 'decline_narrowing'],
    agreements: ['sign_vendor'],
    programs: ['draft', 'edit', 'change', 'freeze', 'supersede'],
  },
  review: {
    registrations: [
      ...(['ask_to_complete', 'accept', 'check', 'register', 'refuse'] as const),
      ...(['confirm_refusal', 'return_refusal', 'suspend', 'reinstate', 'exit'] as const),
      ...(['report_anomaly', 'confirm_anomaly', 'dismiss_anomaly'] as const),
    ],
    applications: ['begin_check', 'forward', 'return', 'reject', 'advise', 'approve', 'disapprove'],
    agreements: ['draft', 'sign_operator', 'adopt', 'suspend', 'reinstate', 'terminate'],
    programs: ['begin_review', 'approve', 'return', 'revoke'],
  },
  run: { runs: ['request', 'kill', 'purge'], acceptances: ['request', 'accept', 'refuse', 'withdraw'] },
  check: {
    exports: [
      ...(['draft', 'edit', 'submit', 'return'] as const),
      ...(['vote', 'consolidate', 'countersign', 'contest'] as const),
      ...(['request_exception', 'grant_exception', 'refuse_exception'] as const),
    ],
    standing: ['request', 'grant', 'refuse', 'suspend', 'resume', 'end'],
  },
  export: { exports: ['submit_filing', 'accept_filing', 'return_filing', 'recall'] },
  audit: {},
} as const satisfies Record<Stage, Commands>;

/** Entries and registrations have ids of their own. */
const prefixes: Partial<Record<LifeName, string>> = {
  catalogEntry: 'entry',
  registration: 'reg',
  application: 'app',
  agreement: 'agr',
  program: 'prg',
  run: 'run',
  export: 'exp',
  standingApproval: 'std',
  riskAcceptance: 'acc',
  fit: 'fit',
};

const tables = Object.entries(lives) as [LifeName, (typeof lives)[LifeName]][];

/** The small lives say it all themselves. */
const cases = tables.flatMap(([life, table]) =>
  'collection' in table ? [{ life, table: table as unknown as CaseTable }] : [],
);

export type Collection = string;

/** The words of the paths. */
export const collections: Readonly<Record<Collection, LifeName>> = {
  ...words,
  ...Object.fromEntries(cases.map(({ life, table }) => [table.collection, life])),
};

/** The life of a collection. @throws Error for a word that is none */
export function lifeOf(collection: Collection): LifeName {
  const life = collections[collection];
  if (!life) throw new Error(`Cannot find a life: ${collection} must be a collection`);
  return life;
}

/** The commands of each collection that are given at each stage. */
export const stageCommands: Readonly<Record<Stage, Readonly<Record<Collection, readonly string[]>>>> = mapStages(
  (stage) => ({ ...commands[stage], ...Object.fromEntries(cases.flatMap(({ table }) => commandsAt(stage, table))) }),
);

function commandsAt(stage: Stage, { collection, moves }: CaseTable): readonly [string, readonly string[]][] {
  const kinds = Object.keys(moves).filter((kind) => !kind.endsWith('_last') && moves[kind]?.stage === stage);
  return kinds.length > 0 ? [[collection, kinds]] : [];
}

function mapStages<T>(of: (stage: Stage) => T): Record<Stage, T> {
  return Object.fromEntries(stages.map((stage) => [stage, of(stage)])) as Record<Stage, T>;
}

/** The table of a small life; undefined for another. */
export function caseOf(life: LifeName): CaseTable | undefined {
  return cases.find((one) => one.life === life)?.table;
}

/** Prefix of a new document's id. */
export function idPrefix(life: LifeName): string {
  const found = caseOf(life)?.prefix ?? prefixes[life];
  if (found === undefined) throw new Error(`Cannot name a ${life}: must have a prefix`);
  return found;
}

/** The commands that begin a thing of this life. */
export function openings(life: LifeName): readonly string[] {
  const { moves } = lives[life];
  return Object.keys(moves).filter((kind) => moves[kind]?.from.includes('none'));
}
