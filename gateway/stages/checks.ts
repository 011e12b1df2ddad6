/**
 * The reviewer's list of a gate: `GET …/<collection>/:id/checks`, and the same as a page. For those who check and those who supervise; what
 * was found in the data is among it, so the vendor does not read it.
 */
import { Hono } from 'hono';
import type { Role } from '#policies/procedure/roles.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Caller } from '../accounts.ts';
import { checksOf, type CheckList, type GatedLife } from '../checks.ts';
import { checksPage } from '../console/checks.ts';
import { viewFor } from '../console/view.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';

/** Who reads the list of a gate. */
export const readers: readonly Role[] = ['operator', 'data_agency', 'competent_authority', 'regulator'];

const words = { application: 'applications', program: 'programs', export: 'exports' } as const satisfies Record<
  GatedLife,
  string
>;

/** Routes of the things that pass a gate at this stage. */
export function checkPages(office: Office, lives: readonly GatedLife[]): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  for (const life of lives) {
    const path = `/${words[life]}/:id/checks` as const;
    app.get(path, (c) => respond(c, listFor(office, life, { id: c.req.param('id'), caller: c.get('caller') })));
    app.get(`${path}/page`, async (c) => {
      const id = c.req.param('id');
      const found = listFor(office, life, { id, caller: c.get('caller') });
      return found.ok ? c.html(await checksPage(viewFor(c, c.get('caller')), id, found.value)) : respond(c, found);
    });
  }
  return app;
}

function listFor(
  office: Office,
  life: GatedLife,
  { id, caller }: { readonly id: string; readonly caller: Caller },
): Outcome<CheckList> {
  const { role } = caller;
  if (!readers.includes(role))
    return refuse('E_ROLE', `Cannot list the checks: must be the operator or a supervising body; got ${role}`);
  const list = checksOf(office, life, id);
  return list.ok ? accept(list.value) : list;
}
