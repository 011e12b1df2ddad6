/** docs/operations.md: every operation of the API, from the list that describes it. */
import { templateOf } from '#gateway/api/openapi.ts';
import type { Operation } from '#gateway/api/operation.ts';
import { everybody } from '#gateway/api/operation.ts';
import { operations, sections } from '#gateway/api/operations.ts';
import { sectionTitles } from '#gateway/api/section-titles.ts';
import { roleTitles } from '#policies/procedure/roles.ts';

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

const intro =
  'The same list as OpenAPI 3.1 is at `GET /openapi.json`, as pages with fields and examples at `/api`. Bodies are JSON; refusals are `application/problem+json`. Who may ask at all is said here; which things are whose is decided for each of them.';

export function operationsPage(note: string, table: Table): string {
  const parts = sections.map((section) => {
    const rows = operations.filter((operation) => operation.section === section).map(rowOf);
    const { zh, en } = sectionTitles[section];
    return `## ${en} ${zh}\n\n${table(['operation', 'what', 'who'], rows)}`;
  });
  return `# Operations\n\n${note}\n${intro}\n\n${parts.join('\n\n')}\n`;
}

function rowOf(operation: Operation): readonly string[] {
  const { method, path, title, summary } = operation;
  return [`\`${method.toUpperCase()} ${templateOf(path)}\``, `${title.zh} · ${summary}`, whoOf(operation)];
}

function whoOf({ who = [] }: Operation): string {
  if (who === 'anybody') return 'anybody, without an account';
  if (who.length === everybody.length) return 'every account';
  const left = everybody.filter((role) => !who.includes(role));
  if (left.length < 5) return `every account but ${left.map((role) => roleTitles[role].en).join(', ')}`;
  return who.map((role) => roleTitles[role].en).join(', ');
}
