/** A table through the real exact lane, and what became of it. */
import type { ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Ground } from './ground.ts';
import { readRows, textOf, truthOf, type Hierarchical } from './hierarchical.ts';
import { breaksRuleAt, judge, type Released, type Verdict } from './judge.ts';

export interface Outcome extends Verdict {
  readonly released: Released;
  readonly milliseconds: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly review: readonly string[];
}

/** @param release which cells the vendor wants to see, or is ready to lose */
export async function releaseAndJudge(
  table: Hierarchical,
  { runner, path, plain }: Ground,
  release?: Pick<ReleaseSettings, 'publish' | 'hide'>,
): Promise<Outcome> {
  const begun = performance.now();
  const {
    released: answer,
    verdicts,
    review,
  } = unwrap(await runner.run(textOf(table), path, { ...(release && { release }) }));
  const milliseconds = Math.round(performance.now() - begun);
  const released = { table, truth: await truthOf(table, plain), rows: readRows(table, answer.rows, answer.hidden) };
  return { ...(await judge(released)), released, milliseconds, verdicts, review };
}

/** The same table as if there were no secondary suppression: everything true, but for the values that break a rule by themselves. */
export function withoutSecondary(released: Released): Released {
  const { table, truth } = released;
  const rows = truth.answer.map(({ place, values }) => {
    const unsafe = table.measures.map((measure) => breaksRuleAt(released, place, measure));
    return { place, values: values.map((value, at) => (unsafe[at] ? undefined : value)) };
  });
  return { ...released, rows };
}

/** A line of a table: name, cells, hidden by a rule, hidden besides, milliseconds. */
export function figuresOf({ released, cells, primary, secondary, milliseconds }: Outcome): string {
  const share = (count: number): string => `${count} (${Math.round((100 * count) / cells)} %)`;
  return `| ${[released.table.name, cells, share(primary), share(secondary), milliseconds].join(' | ')} |`;
}
