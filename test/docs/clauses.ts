/** docs/clauses.md: the ten contents of an agreement and what enforces each. */
import { theTenClauses } from '../procedure/clauses.ts';

export function clausesPage(note: string): string {
  const rows = Object.entries(theTenClauses).map(([name, { zh, en, by, attacks }]) => {
    const refused = Object.entries(attacks).map(([attack, code]) => `${attack} → \`${code}\``);
    return `| ${zh} \`${name}\` | ${en} | ${by} | ${refused.join('; ')} |`;
  });
  return `# The ten clauses

${note}
The contents of an agreement (003-20, AO-20-4) as what the gateway enforces. Each attack is a test in \`test/procedure/clauses.test.ts\`.

| clause | what | enforced by | attacks that are refused |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
