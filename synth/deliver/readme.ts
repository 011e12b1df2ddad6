/** The first page of a package: what this is, and what not to believe. */
import { notice, type Manifest } from './manifest.ts';

type Facts = Pick<Manifest, 'models' | 'dirt' | 'tables'> & Partial<Pick<Manifest, 'dirty' | 'favour'>>;

export function printReadme({ models, tables, dirty, dirt, favour }: Facts): string {
  const fittedTables = tables.filter(({ level }) => level === 1).map(({ name }) => name);
  return `# ${notice}

These rows were made to develop on. None of them is a row of anybody, and no person or firm in them exists: identifiers are well formed
and belong to regions, segments and issuers that were never assigned.

- \`manifest.json\`: seed, versions, method, ε, and the SHA-256 of every other file. The same seed, versions and settings make the same
  rows again; as Parquet, Arrow or CSV they are the same bytes.
- \`数据字典.csv\`: what each column means, what it may hold, and whether to believe its distribution. \`代码表.csv\`: all codes.
- \`fidelity.json\`: of each pair of columns, whether they belong together here as they do in the real rows. **A pair that is not
  named is independent here**: whatever relation you see between the two is an accident.
- \`schema.sql\`: the tables, as the domain has them. A program binds tables by these names and runs unchanged on either side.

## What is kept, and what is not

${models.length === 0 ? schemaOnly : fitted(models, fittedTables)}
${favour ? favoured(favour) : ''}${dirty ? spoilt(dirt) : ''}
Not kept, whatever the level: columns that are not modelled, values that hardly occur (they are merged with others), relations of more
than three columns, the order of a unit's rows among each other, trends below the cells of a model.
`;
}

const schemaOnly = `All tables come from the catalog alone (level 0). Types, keys, value domains and declared rules hold; frequencies and relations are
invented.
`;

function fitted(models: Manifest['models'], tables: readonly string[]): string {
  const lines = models.map(
    ({ hash, method, epsilon, delta }) =>
      `- model \`${hash}\` (${method}): differentially private, ε = ${epsilon} at δ = ${delta} for each unit`,
  );
  return `Tables of level 1 (${tables.join(', ')}) are drawn from models that were fitted to the real rows with noise; all others come from the
catalog alone.

${lines.join('\n')}
`;
}

function favoured({ share, wishes }: NonNullable<Facts['favour']>): string {
  const tables = [...new Set(wishes.map(({ table }) => table))].join(', ');
  return `
**Some rows are favoured**: about a share of ${share} of the rows of ${tables} lies where a query looks (\`favour\` in the manifest).
Frequencies and relations of these tables are bent by that; believe none of them, at any level.
`;
}

function spoilt(dirt: Manifest['dirt']): string {
  const lines = dirt
    .filter(({ rows }) => rows > 0)
    .map(({ table, kind, column, rows }) => `- ${table}${column ? `.${column}` : ''}: ${kind} in ${rows} rows`);
  const found =
    lines.length > 0 ? lines.join('\n') : 'The catalog declares no faults of these tables, so none were made.';
  return `
**The rows are spoilt on purpose**, as real data is: keys may be there twice or lead nowhere, values may be missing or lie outside their domain.

${found}
`;
}
