/**
 * What an agreement opens and closes besides rights: the application is granted, the old one gives way, the workspace lives and dies with
 * it, and reports fall due.
 *
 * @see procedure.md §3.5, §3.6, §3.7, §3.10; decision 049
 */
import type { Effects, Happened, Order } from '../consequences.ts';
import { killRuns, purgeRuns, stopStanding } from './revoke.ts';

export const agreementEffects: Effects = {
  'agreement.activated': (happened) => opened(happened),
  'agreement.adopted': (happened) => opened(happened),
  'agreement.suspended': (happened) => workspace('freeze', ['provisioned', 'active'], happened),
  'agreement.reinstated': (happened) => workspace('thaw', ['frozen'], happened),
  'agreement.expired': (happened) => closed(happened),
  'agreement.terminated': (happened) => closed(happened),
  'agreement.amended': (happened) => {
    const reach = { kind: 'agreement', agreement: happened.id } as const;
    return [...killRuns(reach, happened), ...stopStanding('end', reach, happened), ...closed(happened)];
  },
  'agreement.report_called': ({ id, lookup }) => {
    const doc = lookup.get('agreement', id);
    if (!doc) return [];
    const number = doc.acts.filter(({ type }) => type === 'agreement.report_called').length;
    const of = { agreement: id, vendor: doc.vendor, scenario: doc.clauses.scenario, number };
    return [{ life: 'utilisationReport', id: `${id}.report${number}`, command: { type: 'open', ...of } }];
  },
  'program.drafted': ({ id, lookup }) => {
    const agreement = lookup.get('program', id)?.agreement ?? '';
    const own = lookup.get('workspace', workspaceOf(agreement));
    return own?.state === 'provisioned' ? [{ life: 'workspace', id: own.id, command: { type: 'activate' } }] : [];
  },
  'workspace.destroyed': (happened) => {
    const agreement = happened.lookup.get('workspace', happened.id)?.agreement ?? '';
    return purgeRuns({ kind: 'agreement', agreement }, happened);
  },
  'export.recalled': (happened) => unlisted(happened),
  'export.suspended': (happened) => unlisted(happened),
  'export.expired': (happened) => unlisted(happened),
};

/** The workspace of an agreement is found by its name. */
export function workspaceOf(agreement: string): string {
  return `${agreement}.workspace`;
}

function opened({ id, lookup }: Happened): readonly Order[] {
  const doc = lookup.get('agreement', id);
  if (!doc) return [];
  const { vendor, application, supersedes, clauses } = doc;
  const orders: Order[] = [];
  if (lookup.get('application', application)?.state === 'approved')
    orders.push({ life: 'application', id: application, command: { type: 'grant', agreement: id } });
  const old = supersedes === undefined ? undefined : lookup.get('agreement', supersedes);
  if (old?.state === 'active' || old?.state === 'suspended')
    orders.push({ life: 'agreement', id: old.id, command: { type: 'amend', by: id } });
  const { destroyWithin } = clauses.dataSecurity;
  const space = { agreement: id, vendor, scenario: clauses.scenario, destroyWithin };
  return [...orders, { life: 'workspace', id: workspaceOf(id), command: { type: 'provision', ...space } }];
}

function closed(happened: Happened): readonly Order[] {
  return workspace('archive', ['provisioned', 'active', 'frozen'], happened);
}

function workspace(
  type: 'freeze' | 'thaw' | 'archive',
  from: readonly string[],
  { id, lookup }: Happened,
): readonly Order[] {
  const own = lookup.get('workspace', workspaceOf(id));
  return own && from.includes(own.state) ? [{ life: 'workspace', id: own.id, command: { type } }] : [];
}

/** A product whose export no longer leaves is offered no more. An interface asks at every call how its exports stand. */
function unlisted({ id, type, lookup }: Happened): readonly Order[] {
  const offered = lookup
    .all('product')
    .filter((one) => !one.api && (one.state === 'registered' || one.state === 'listed') && one.exports.includes(id));
  return offered.map((one) => ({
    life: 'product',
    id: one.id,
    command: { type: 'withdraw', reason: `${type}: ${id}` },
  }));
}
