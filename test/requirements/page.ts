/** docs/requirements.md: every requirement with the tests that are named after it and what they leave open, or the reason why there is none. */
import { gaps, reasons } from './reasons.ts';
import { requirements, type Priority, type Requirement } from './rows.ts';
import { proofs, type Proof } from './titles.ts';

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;
type Proofs = ReadonlyMap<string, readonly Proof[]>;

const seeds: Readonly<Record<string, string>> = {
  '003': 'Authorized operation of public data (Guangzhou, draft)',
  '002': 'Opening of public data (Guangdong)',
  '001': 'Opening of public data (Shanghai, draft)',
  '000': 'Opening of public data (Guangzhou)',
  '004': 'Data sharing, opening and operation (Guiyang)',
  card: 'The card of the product',
};

const priorities: readonly Priority[] = ['core-card', 'core-platform', 'peripheral', 'not-software'];

/** @param table prints a table */
export function requirementsPage(note: string, table: Table): string {
  const found = proofs();
  const all = requirements();
  const parts = Object.entries(seeds).map(([seed, title]) => {
    const rows = all.filter((one) => one.seed === seed && one.priority !== 'not-software');
    return `## ${title}\n\n${table(
      ['id', 'article', 'requirement', 'priority', 'proven by'],
      rows.map((one) => rowOf(one, found)),
    )}\n`;
  });
  const counts = table(
    ['priority', 'rows', 'proven by tests', 'proven in part', 'not proven, with the reason', 'open'],
    priorities.map((priority) =>
      countsOf(
        priority,
        all.filter((one) => one.priority === priority),
        found,
      ),
    ),
  );
  return `# Requirements and their tests\n\n${note}\n${intro}\n\n${counts}\n\n${parts.join('\n')}`;
}

const intro =
  'What a test’s title names, the test proves: it would fail if the requirement did not hold. What is not built, or no test can show, is said in its row.';

function countsOf(priority: Priority, rows: readonly Requirement[], found: Proofs): readonly string[] {
  const proven = rows.filter(({ id }) => found.has(id));
  const inPart = proven.filter(({ id }) => gaps[id] !== undefined).length;
  const excused = rows.filter(({ id }) => !found.has(id) && reasons[id] !== undefined).length;
  const counts = [rows.length, proven.length - inPart, inPart, excused, rows.length - proven.length - excused];
  return [priority, ...counts.map(String)];
}

function rowOf({ id, article, statement, priority }: Requirement, found: Proofs): readonly string[] {
  const tests = found.get(id) ?? [];
  const files = [...new Set(tests.map(({ file }) => file))];
  const shown = files.slice(0, 4).map((file) => `[${file.replace(/^test\//, '')}](../${file})`);
  const more = files.length > shown.length ? ` and ${files.length - shown.length} more` : '';
  const missing = gaps[id] === undefined ? '' : `. ${gaps[id]}`;
  return [
    id,
    article,
    statement,
    priority,
    tests.length > 0 ? `${shown.join(', ')}${more}${missing}` : (reasons[id] ?? ''),
  ];
}
