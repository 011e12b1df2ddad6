/** Sections that every report on a life has: how many stand where, and what happened in the period. */
import type { Title } from '../../catalog/entry.ts';
import type { Act } from '../decider.ts';
import type { LifeName } from '../lives.ts';
import { actsIn, counted, listed, tally, type Section, type Source } from './report.ts';

interface Doc {
  readonly id: string;
  readonly state: string;
  readonly acts: readonly Act[];
}

/** Documents of a life as every report sees them. */
export function docsOf({ lookup }: Source, life: LifeName): readonly Doc[] {
  return lookup.all(life);
}

/** Where the things of a life stand now. */
export function standing(source: Source, life: LifeName, title: Title): Section {
  const states = docsOf(source, life).map(({ state }) => state);
  return counted({ zh: `${title.zh}:状态`, en: `${title.en} by state` }, { zh: '状态', en: 'state' }, tally(states));
}

/** What happened to the things of a life in the period. */
export function happened(source: Source, life: LifeName, title: Title): Section {
  return listed({ zh: `${title.zh}:本期事项`, en: `${title.en} in the period` }, actsIn(source, docsOf(source, life)));
}

/** Both. */
export function overview(source: Source, life: LifeName, title: Title): readonly Section[] {
  return [standing(source, life, title), happened(source, life, title)];
}
