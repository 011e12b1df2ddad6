/**
 * The rule pack that comes with the product and is in force until a norm document puts another in its place. Regulations name the gates and
 * the domains; the items are the technical reading of them, and their numbers are engineering choices.
 *
 * @see procedure.md §0 decision 6, §5, §9(15)
 */
import type { RulePack } from './pack.ts';
import { applicationItems } from './standard-application.ts';
import { exportItems } from './standard-export.ts';
import { formItems } from './standard-forms.ts';
import { useItems } from './standard-use.ts';

/** @see module */
export const standardPack: RulePack = {
  id: 'sluice.standard',
  version: 1,
  title: { zh: '合规核查标准规则包', en: 'Standard rules of the compliance check' },
  status: 'in_force',
  normRef: '003-15',
  items: [...applicationItems, ...useItems, ...exportItems, ...formItems],
};
