/** `npm run docs`: writes the generated pages and policies, and the page that goes into every bundle. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage, pagePath } from '#gateway/record/verify-page/build.ts';
import { printedPolicies } from '../access/printed.ts';
import { generatedDocs } from './generate.ts';

for (const [name, text] of generatedDocs()) writeFileSync(join(import.meta.dirname, '..', '..', 'docs', name), text);
for (const [name, text] of printedPolicies())
  writeFileSync(join(import.meta.dirname, '..', '..', 'policies', 'access', name), text);
writeFileSync(pagePath, await buildPage());
