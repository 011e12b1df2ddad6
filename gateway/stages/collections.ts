/**
 * Which commands of which life are given at which stage, and by which path: `POST /api/v1/<stage>/<collection>/:id/<command>`.
 * Moves of the system itself are in no list: nobody makes them by hand.
 */
import type { CommandOf, LifeName } from '#policies/procedure/lives.ts';

export type Stage = 'catalog' | 'simulate' | 'propose' | 'review' | 'run' | 'check' | 'export' | 'audit';

export const stages: readonly Stage[] = ['catalog', 'simulate', 'propose', 'review', 'run', 'check', 'export', 'audit'];

/** The words of the paths. */
export const collections = {
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

export type Collection = keyof typeof collections;

type Commands = { readonly [Name in Collection]?: readonly CommandOf<(typeof collections)[Name]>['type'][] };

export const stageCommands = {
  catalog: {
    entries: [
      ...(['draft', 'edit', 'submit', 'begin_level_review', 'pass_level_review'] as const),
      ...(['return', 'approve', 'consent', 'publish', 'withdraw'] as const),
    ],
  },
  simulate: { fits: ['request', 'agree', 'refuse', 'publish', 'withdraw'] },
  propose: {
    registrations: ['draft', 'edit', 'submit'],
    applications: ['draft', 'edit', 'submit', 'cancel'],
    agreements: ['sign_vendor'],
    programs: ['draft', 'edit', 'change', 'freeze', 'supersede'],
  },
  review: {
    registrations: [
      ...(['ask_to_complete', 'accept', 'check', 'register', 'refuse'] as const),
      ...(['confirm_refusal', 'return_refusal', 'suspend', 'reinstate', 'exit'] as const),
    ],
    applications: ['begin_check', 'forward', 'return', 'reject', 'approve', 'disapprove'],
    agreements: ['draft', 'sign_operator', 'suspend', 'reinstate', 'terminate'],
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

/** Prefix of a new document's id; entries and registrations have ids of their own. */
export const idPrefix: Record<LifeName, string> = {
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
