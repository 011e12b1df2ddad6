/**
 * Every operation of the HTTP surface, as data. The OpenAPI description, the reference page, docs/operations.md, the fuzz and the
 * matrix of routes, roles and tenants are made of this list; a test compares it with the routes of the app, both ways.
 *
 * To add an operation: add the route, export the schemas that validate its query and body, and write one `Operation` into the file of
 * its stage below (or a file of its own, spread here). `who` names the roles that may ask at all, `'anybody'` those without an account;
 * without it nobody may. `refusals` are the codes beyond role, form and missing things. Commands of lives need nothing: they come from
 * the tables, and a field that no example knows gets one in `example-fields.ts`.
 */
import { accountOperations } from './account-operations.ts';
import { auditOperations } from './audit-operations.ts';
import { catalogOperations } from './catalog-operations.ts';
import { checkOperations } from './check-operations.ts';
import { descriptionOperations } from './description-operations.ts';
import { lifeOperations } from './life-operations.ts';
import { logOperations } from './log-operations.ts';
import type { Operation, Section } from './operation.ts';
import { productOperations } from './product-operations.ts';
import { procedureOperations } from './procedure-operations.ts';
import { streamOperations } from './stream-operations.ts';
import { simulateOperations } from './simulate-operations.ts';
import { stages } from '../stages/collections.ts';

/** In the order in which they are described. */
export const sections: readonly Section[] = ['account', ...stages, 'log', 'description'];

const listed: readonly Operation[] = [
  ...accountOperations,
  ...catalogOperations,
  ...simulateOperations,
  ...procedureOperations,
  ...productOperations,
  ...checkOperations,
  ...auditOperations,
  ...logOperations,
  ...descriptionOperations,
  ...streamOperations,
  ...lifeOperations,
];

/** All of them, by section; in a section those with a story of their own before the lives. */
export const operations: readonly Operation[] = sections.flatMap((section) =>
  listed.filter((operation) => operation.section === section),
);

const byId = new Map(operations.map((operation) => [operation.id, operation]));

/** The operation of this id; undefined for none. */
export function operationOf(id: string): Operation | undefined {
  return byId.get(id);
}
