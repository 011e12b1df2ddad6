/** docs/rule-packs.md: the twelve sections of the standard pack, and the names of what must not restore raw data. */
import { domainTitles } from '#policies/procedure/checklist.ts';
import { gates, packHash, sections, type RuleItem } from '#policies/procedure/rule-packs/pack.ts';
import { payloads } from '#policies/procedure/rule-packs/payload.ts';
import { reversals } from '#policies/procedure/rule-packs/reversibility.ts';
import type { Gate } from '#policies/procedure/rule-packs/rule-names.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';

const gateTitles = {
  application: '使用申请 the application',
  use: '使用方式 the use, when a program is reviewed',
  export: '出域 the export',
} as const satisfies Record<Gate, string>;

/** @param table prints a table */
export function rulePacksPage(note: string, table: Table): string {
  const { id, version, title, items } = standardPack;
  const parts = gates.map((gate) => {
    const own = sections().filter(([one]) => one === gate);
    const printed = own.map(([, domain]) => {
      const { zh, en } = domainTitles[domain];
      const rows = items.filter((item) => item.gate === gate && item.domain === domain).map(rowOf);
      return `### ${zh} ${en}\n\n${table(head, rows)}`;
    });
    return `## Gate: ${gateTitles[gate]}\n\n${printed.join('\n\n')}`;
  });
  const reversible = Object.entries(reversals).map(([name, { letter, title: words, by, against }]) => [
    letter,
    `\`${name}\``,
    `${words.zh} ${words.en}`,
    by,
    against.map((code) => `\`${code}\``).join(', '),
  ]);
  const forms = Object.entries(payloads).map(([form, kinds]) => [`\`${form}\``, kinds.join(', ') || 'none']);
  return `# Rule packs

${note}
Three gates (003-15), four domains, twelve sections. An automatic item is judged from documents, in the transaction of its gate; what needs real data
is read from what the domain has found. A person answers the others, section by section; a section without an answer is not passed.
A *critical* item that fails refuses or blocks; a *warning* passes only with a person's word about it; *info* is noted.
Each check writes pack, version, hash and the verdict of every item into its event, where they stay.

${title.zh} ${title.en}: \`${id}/${version}\`, ${items.length} items, \`${packHash(standardPack)}\`.

${parts.join('\n\n')}

## Forms and payloads

${table(['form', 'outputs that it may be made of'], forms)}

A row-level set is off by default; no program of the platform makes one, and its items fail until a domain attests them.

## What must not restore raw data

${table(['', 'name', 'title', 'how it would work', 'what stands against it'], reversible)}
`;
}

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

const head = ['item', '核查项', 'asks', 'forms', 'evaluator', 'weight', 'source', 'remedy'];

function rowOf(item: RuleItem): readonly string[] {
  const { id, title, forms, severity, normRef, remedy } = item;
  const params = 'params' in item && item.params ? ` ${JSON.stringify(item.params)}` : '';
  const evaluator = item.evaluator === 'human' ? '人工 a person' : `\`${item.rule}\`${params}`;
  return [`\`${id}\``, title.zh, title.en, forms?.join(', ') ?? 'all', evaluator, severity, normRef, remedy];
}
