/** All attacks on one table. They can show that a model knows its rows; that it does not, only its differential privacy shows. */
import type { Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { columnAt, rowCount, type TableCells } from '../input.ts';
import { streamOf } from '../random.ts';
import type { PrivacyReport } from '../schema.ts';
import { closestOf } from './closest.ts';
import { inference } from './inference.ts';
import { linkability } from './linkability.ts';
import { matchesOf } from './matches.ts';
import { membershipOf } from './membership.ts';
import { limits } from './limits.ts';
import { pointsOf, unit } from './points.ts';
import { singlingOut } from './singling-out.ts';
import { firstRows, targetsOf, type Targets } from './targets.ts';

/** @param target the attribute that DiSCO is about; `undefined` where too few rows were held out */
export function privacyOf(of: TableCells, target: string | undefined, seed: number): PrivacyReport | undefined {
  const targets = targetsOf(of, seed);
  if (!targets) return undefined;
  const { table } = of;
  const matches = matchesOf(of.attributes, targets, target);
  const { attributes, targets: sorted } = farApartFirst(of.attributes, targets);
  const points = {
    members: pointsOf(attributes, sorted.members),
    strangers: pointsOf(attributes, sorted.strangers),
    drawn: pointsOf(attributes, sorted.drawn),
  };
  const random = (name: string): ReturnType<typeof streamOf> => streamOf(seed, `${table}/${name}`);
  const attacks = [
    singlingOut(attributes, sorted, random('singling out')),
    linkability(attributes, sorted, random('linkability')),
    ...inference(attributes, sorted, random('inference')),
  ];
  return {
    compared: rowCount(targets.members),
    matches,
    closest: closestOf(points),
    membership: membershipOf(points),
    attacks: attacks.filter((attack) => attack !== undefined),
  };
}

/** Attributes in which rows are far apart come first, so that a search leaves a row early. Distances do not depend on the order. */
function farApartFirst(
  attributes: readonly Attribute[],
  targets: Targets,
): { readonly attributes: readonly Attribute[]; readonly targets: Targets } {
  const { rows, width, places } = pointsOf(attributes, firstRows(targets.drawn, limits.targets));
  const spread = attributes.map((_, at) => {
    const place = (row: number): number => places[(row % rows) * width + at] ?? 0;
    let apart = 0;
    for (let row = 0; row < rows; row++) apart += Math.min(unit, Math.abs(place(row) - place(row + 1)));
    return apart;
  });
  const order = Array.from(spread.keys()).toSorted((a, b) => (spread[b] ?? 0) - (spread[a] ?? 0));
  const arranged = (columns: CodeColumns): CodeColumns => order.map((at) => columnAt(columns, at));
  const { members, strangers, drawn } = targets;
  return {
    attributes: order.flatMap((at) => attributes[at] ?? []),
    targets: { members: arranged(members), strangers: arranged(strangers), drawn: arranged(drawn) },
  };
}
