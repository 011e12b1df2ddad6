/** docs/asvs.md: every requirement with what shows it, or why nothing does; the inventory of cryptography; the words of passwords. */
import { wordsOfThisPlace } from '#gateway/accounts/password.ts';
import { inventory } from './inventory.ts';
import type { Item } from './item.ts';
import { items } from './items.ts';
import { ownTests, proofsOf, type Found } from './proofs.ts';

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

const kinds = ['proven', 'reason', 'not applicable', 'not met'] as const;
type Kind = (typeof kinds)[number];

export function countsOf(some: readonly Item[]): Readonly<Record<Kind, number>> {
  const count = (kind: Kind): number => some.filter(({ answer }) => answer.kind === kind).length;
  return {
    proven: count('proven'),
    reason: count('reason'),
    'not applicable': count('not applicable'),
    'not met': count('not met'),
  };
}

const chapters = (
  'Encoding and sanitization, Validation and business logic, Web frontend, API and web service, Files, ' +
  'Authentication, Sessions, Authorization, Self-contained tokens, OAuth and OIDC, ' +
  'Cryptography, Communication, Configuration, Data protection, Code and architecture, ' +
  'Logging and errors, WebRTC'
).split(', ');

/** @param table prints a table */
export function asvsPage(note: string, table: Table): string {
  const own = ownTests();
  const parts = chapters.map((title, index) => {
    const some = items.filter(({ id }) => id.startsWith(`${index + 1}.`));
    const rows = some.map((item) => [item.id, String(item.level), item.says, item.answer.kind, shown(item, own)]);
    return `## V${index + 1} ${title}\n\n${table(['id', 'level', 'asked, in our words', 'answer', 'by'], rows)}\n`;
  });
  const levels = ([1, 2] as const).map((level) => items.filter((item) => item.level === level));
  const counts = table(
    ['level', ...kinds],
    [...levels, items].map((some, index) => [
      ['1', '2', 'both'][index] ?? '',
      ...kinds.map((kind) => String(countsOf(some)[kind])),
    ]),
  );
  const uses = inventory.map(({ purpose, algorithm, key }) => [purpose, algorithm, key]);
  return `# OWASP ASVS 5.0.0, levels 1 and 2

${note}
${intro}

${counts}

${parts.join('\n')}
## Cryptography in use

${table(['what for', 'algorithm', 'key'], uses)}

## Words of this place

A new password needs eight characters besides these and the parts of its person’s name: ${wordsOfThisPlace.join(', ')}.
`;
}

const intro =
  'Every requirement of the [standard](https://github.com/OWASP/ASVS/tree/v5.0.0) at these levels, in our words. Proven: a test would fail if it did not hold. Reason: it is answered, and no test can show it: it stands in a document or is the installation’s. Not met: plainly so, with what is missing. Nobody else has verified this.';

function shown(item: Item, own: ReadonlyMap<string, readonly Found[]>): string {
  const { answer } = item;
  if (answer.kind === 'proven') {
    const tests = proofsOf(item, own).map(({ file, title }) => `[${file}](../test/${file}): ${shortened(title)}`);
    return [...tests, ...(answer.note === undefined ? [] : [answer.note])].join('<br>');
  }
  const file = answer.kind === 'reason' ? answer.file : undefined;
  return file === undefined ? answer.text : `[${file.replace(/^docs\//, '')}](../${file}): ${answer.text}`;
}

function shortened(title: string): string {
  const words = title.replaceAll(/ASVS \d+\.\d+\.\d+ /g, '').replaceAll('<', '&lt;');
  return words.length <= 110 ? words : `${words.slice(0, 110).replace(/\s\S*$/, '')} …`;
}
