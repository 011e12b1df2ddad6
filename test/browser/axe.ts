/** What axe finds on the page that is open: WCAG 2.2 A and AA, and its best practices. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

interface Rules {
  /** Only these; all where not given. */
  readonly rules?: readonly string[];
  readonly without?: readonly string[];
}

export async function axe(page: Page, { rules, without = [] }: Rules = {}): Promise<readonly string[]> {
  const options = {
    resultTypes: ['violations'],
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    runOnly: rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags },
  };
  // By the debugger, past the content security policy; once for each document.
  await page.evaluate(`globalThis.axe === undefined && (() => { ${source} })()`);
  const found = await page.evaluate(`axe.run(document, ${JSON.stringify(options)}).then((found) => found.violations)`);
  return (found as readonly Violation[]).flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary.replaceAll(/\s+/g, ' ')}`,
    ),
  );
}
