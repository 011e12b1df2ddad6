/** Who there is. Separation of duty between them is checked in this file and nowhere else. @see procedure.md §2.1 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Title } from '../catalog/entry.ts';
import { orgId, type OrgId, type PersonId } from '../units.ts';

/** What a person may act as; one of them per action. */
export type Role =
  | 'vendor'
  | 'operator'
  | 'source_department'
  | 'district_authority'
  | 'data_agency'
  | 'competent_authority'
  | 'regulator'
  | 'committee'
  | 'expert_committee'
  | 'exchange'
  | 'chief_data_officer'
  | 'data_subject'
  | 'public'
  | 'system';

/** How each role is called. */
export const roleTitles: Record<Role, Title> = {
  vendor: { zh: '数据商', en: 'data vendor' },
  operator: { zh: '公共数据运营机构', en: 'operating institution' },
  source_department: { zh: '数源部门', en: 'source department' },
  district_authority: { zh: '区公共数据主管部门', en: 'district authority' },
  data_agency: { zh: '市政务大数据管理机构', en: 'government data agency' },
  competent_authority: { zh: '市公共数据主管部门', en: 'competent authority' },
  regulator: { zh: '监管部门', en: 'regulator' },
  committee: { zh: '市公共数据开发利用委员会', en: 'data utilization committee' },
  expert_committee: { zh: '专家委员会', en: 'expert committee' },
  exchange: { zh: '数据交易场所', en: 'data exchange' },
  chief_data_officer: { zh: '首席数据官', en: 'chief data officer' },
  data_subject: { zh: '数据主体', en: 'data subject' },
  public: { zh: '公众', en: 'public' },
  system: { zh: '系统', en: 'system' },
};

/** Who reads the whole log and everything that is made of it. @see AO-30-1, DC-13 */
export const supervising: readonly Role[] = ['regulator', 'data_agency', 'competent_authority'];

interface Party {
  readonly person: PersonId;
  readonly org: OrgId;
  readonly role?: Role;
}

/** The operator is never a vendor: the two organizations must differ. @see AO-04-8 */
export function requireOtherOrg(doing: string, actor: Party, other: Party): Outcome<void> {
  if (actor.org !== other.org) return accept(undefined);
  return refuse('E_SEPARATION', `Cannot ${doing}: must be of another organization than ${other.org}; got the same`);
}

/** Who submits does not check; who checks does not accept the filing. Nobody is the system, whatever his name. @see procedure.md decision 4 */
export function requireOtherPerson(doing: string, actor: Party, others: readonly Party[]): Outcome<void> {
  const same = others.find((other) => other.person === actor.person);
  if (!same || actor.role === 'system') return accept(undefined);
  return refuse('E_SEPARATION', `Cannot ${doing}: must be another person than before; got ${actor.person} again`);
}

/** Whose thing a document is: nobody of this role and another organization sees it. A thing of the city is hidden from none of its bodies. */
export interface Owner {
  readonly role: Role | 'city';
  readonly org: OrgId;
}

/** Owner of what several bodies have together: an emergency stop, a notice. */
export const ofTheCity: Owner = { role: 'city', org: orgId('city') };

/**
 * A vendor sees no other vendor's things (nor a department another's drafts). Other roles are governed by the tables.
 * A thing of somebody else is refused in the same words as a thing that does not exist.
 *
 * @see requirements AO-04-8, AO-04-9
 */
export function requireOwnOrg(
  doing: string,
  actor: { readonly role: Role; readonly org: OrgId },
  owner: Owner | undefined,
): Outcome<void> {
  const hidden = owner === undefined || (owner.role === actor.role && owner.org !== actor.org);
  if (!hidden) return accept(undefined);
  return refuse('E_NOT_FOUND', `Cannot ${doing}: must be an existing thing of your organization; got none`);
}

/**
 * A checker is of another organization than the vendor and than each of its declared affiliates. The system is nobody's: a vendor that
 * declares it an affiliate must not be able to keep its runs from being killed.
 *
 * @see AO-04-8
 */
export function requireIndependent(
  doing: string,
  actor: Party,
  vendor: { readonly vendor: OrgId; readonly affiliates: readonly OrgId[] },
): Outcome<void> {
  if (actor.role === 'system') return accept(undefined);
  if (actor.org !== vendor.vendor && !vendor.affiliates.includes(actor.org)) return accept(undefined);
  return refuse(
    'E_SEPARATION',
    `Cannot ${doing}: must be of another organization than the vendor and its affiliates; got ${actor.org}`,
  );
}
