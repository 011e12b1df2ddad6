/** The calls of a product, by day: to its vendor by key and recipient, to who supervises in sum. */
import { dateOf } from '#policies/calendar.ts';
import { supervising, type Role } from '#policies/procedure/roles.ts';
import { loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { subjectOf } from '../record/reader.ts';
import { counted, type CallsCounted } from './record-calls.ts';

/** Who reads how often a product was called. */
export const callReaders: readonly Role[] = ['vendor', 'operator', ...supervising];

export interface CallLine {
  readonly day: string;
  readonly key?: string;
  readonly recipient?: string;
  readonly answered: number;
  /** By code. */
  readonly refused: Readonly<Record<string, number>>;
}

type Known = Pick<CallsCounted, 'day' | 'key' | 'recipient' | 'came'>;

/** What stands in the record, and what is still being counted here; the newest day first. */
export function callsOf({ record: { read }, meter }: Office, product: string, by: 'key' | 'day'): readonly CallLine[] {
  const recorded = read
    .bySubject(subjectOf('product', product))
    .filter(({ type }) => type === counted)
    .map(({ data }) => data as CallsCounted);
  const open = meter.openOf(product).map(({ day, key, came }): Known => {
    const { recipient = '' } = loadDoc(read, 'apiKey', key) ?? {};
    return { day: dateOf(day), key, recipient, came };
  });
  const groups = Map.groupBy([...recorded, ...open], ({ day, key }) => (by === 'key' ? `${day} ${key}` : day));
  const lines = [...groups.values()].flatMap((group) => lineOf(group, by));
  return lines.toSorted((one, other) => (nameOf(one) < nameOf(other) ? 1 : -1));
}

function nameOf({ day, key = '' }: CallLine): string {
  return `${day} ${key}`;
}

function lineOf(group: readonly Known[], by: 'key' | 'day'): readonly CallLine[] {
  const [first] = group;
  if (!first) return [];
  const { day, key, recipient } = first;
  const came = group.flatMap((one) => Object.entries(one.came));
  const refused = came.filter(([what]) => !isAnswer(what));
  return [
    {
      day,
      ...(by === 'key' && { key, recipient }),
      answered: sum(came.filter(([what]) => isAnswer(what))),
      refused: Object.fromEntries(
        [...Map.groupBy(refused, ([code]) => code)].map(([code, times]) => [code, sum(times)]),
      ),
    },
  ];
}

function isAnswer(what: string): boolean {
  return what.startsWith('export/');
}

function sum(counts: readonly (readonly [string, number])[]): number {
  return counts.reduce((all, [, times]) => all + times, 0);
}
