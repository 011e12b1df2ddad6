/** `npm run docs`: writes the generated pages. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedDocs } from './generate.ts';

for (const [name, text] of generatedDocs()) writeFileSync(join(import.meta.dirname, '..', '..', 'docs', name), text);
