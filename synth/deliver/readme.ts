/** The first page of a package: what this is, and what not to believe. */
import type { Manifest } from './manifest.ts';
import { notice } from './manifest.ts';

export function printReadme(models: Manifest['models']): string {
  return `# ${notice}

These rows were made to develop on. None of them is a row of anybody, and no person or firm in them exists: identifiers are well formed
and belong to regions, segments and issuers that were never assigned.

- \`manifest.json\`: seed, version, method, ε, and the SHA-256 of every file. The same seed and version make the same rows again.
- \`数据字典.csv\`: what each column means, what it may hold, and whether to believe its distribution.
- \`fidelity.json\`: of each pair of columns, whether they belong together here as they do in the real rows. **A pair that is not
  named is independent here**: whatever relation you see between the two is an accident.
- \`schema.sql\`: the tables, as the domain has them. A program binds tables by these names and runs unchanged on either side.

## What is kept, and what is not

${models.length === 0 ? schemaOnly : fitted(models)}

Not kept, whatever the level: columns that are not modelled, values that hardly occur (they are merged with others), relations of more
than three columns, the order of a unit's rows among each other, trends below the cells of a model.
`;
}

const schemaOnly = `All tables come from the catalog alone (level 0). Types, keys, value domains and declared rules hold; frequencies and relations are
invented.`;

function fitted(models: Manifest['models']): string {
  const lines = models.map(
    ({ hash, method, epsilon, delta }) =>
      `- model \`${hash}\` (${method}): differentially private, ε = ${epsilon} at δ = ${delta} for each unit`,
  );
  return `Tables of level 1 are drawn from models that were fitted to the real rows with noise; all others come from the catalog alone.\n\n${lines.join('\n')}`;
}
