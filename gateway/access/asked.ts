/** Whom a thing asks by name, and who has not answered: its reviewers' seats, the departments of its rows, the body that it is addressed to. */
import type { Application } from '#policies/procedure/application.ts';
import { issuerOf } from '#policies/procedure/cases/norm-guards.ts';
import type { Fit } from '#policies/procedure/fit.ts';
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import { openSeats } from '#policies/procedure/reviewers.ts';
import { loadDoc } from '../load.ts';
import type { Reader } from '../record/reader.ts';
import type { Party } from './facts.ts';

type AskedBy = (doc: never, read: Reader) => readonly Party[];

/** Of the lives that ask somebody by name. Of all others it is the department whose entry they are about. */
const askedOf: { readonly [Name in LifeName]?: AskedBy } = {
  application: (doc: Application) => openSeats(doc).map(({ role, org }) => ({ role, org: org ?? '' })),
  fit: ({ departments, agreedBy }: Fit) =>
    departments.filter((one) => !agreedBy.some(({ org }) => org === one)).map((org) => department(org)),
  duty: ({ owedBy: role, org }: DocOf<'duty'>) => [{ role, org: org ?? '' }],
  norm: ({ kind }: DocOf<'norm'>) => [anyOf(issuerOf(kind))],
  demand: ({ department: org }: DocOf<'demand'>) => (org === undefined ? [] : [department(org)]),
  resultFeedback: ({ department: org }: DocOf<'resultFeedback'>) => [department(org)],
  dispute: ({ against, level }: DocOf<'dispute'>) => [
    department(against),
    anyOf(level === 'district' ? 'district_authority' : 'competent_authority'),
  ],
};

/** `doc` is of the life `life`. */
export function askedBy(read: Reader, life: LifeName, doc: object): readonly Party[] {
  const asked = askedOf[life] ?? departmentOf;
  return asked(doc as never, read);
}

function departmentOf({ entry }: { readonly entry?: unknown }, read: Reader): readonly Party[] {
  const found = typeof entry === 'string' ? loadDoc(read, 'catalogEntry', entry) : undefined;
  return found ? [department(found.entry.department)] : [];
}

function department(org: string): Party {
  return { role: 'source_department', org };
}

function anyOf(role: string): Party {
  return { role, org: '' };
}
