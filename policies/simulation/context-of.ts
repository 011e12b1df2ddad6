/**
 * What a child's model is given of its parent: few attributes, for each multiplies the cells that the child's rows must fill.
 *
 * @see synth.md §2.8 (3–6 declared context attributes and the degree)
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { cellCount, type Attribute } from './attribute.ts';
import { degreeName } from './about-children.ts';
import type { TableWish } from './fit-order.ts';
import type { ModelledTable } from './fit-plan.ts';

const usualContext = 4;
/** Codes of more cells are context only where the order asks for them. */
const fewCells = 32;

/**
 * The attributes that were asked for, by their own name or that of their column; else up to four code attributes of few cells, what the
 * parent knows of this very child first. Always the number of the child's rows, as the last one.
 */
export function contextOf(parent: ModelledTable, table: string, { context }: TableWish): Outcome<readonly Attribute[]> {
  const degree = parent.attributes.filter(({ name }) => name === degreeName(table));
  if (!context) return accept([...usual(parent, table), ...degree].map((of) => given(parent, of)));
  const chosen: Attribute[] = [];
  for (const wanted of context) {
    const found = parent.attributes.filter((of) => isNamed(of, wanted) && !degree.includes(of));
    if (found.length === 0)
      return refuse(
        'E_INPUT',
        `Cannot plan a fit: tables.${table}.context must name attributes of ${parent.table}; got ${wanted}`,
        { remedy: `Name some of: ${parent.attributes.map(({ name }) => name).join(', ')}.` },
      );
    chosen.push(...found.filter((of) => !chosen.includes(of)));
  }
  return accept([...chosen, ...degree].map((of) => given(parent, of)));
}

function isNamed({ name, origin }: Attribute, wanted: string): boolean {
  return name === wanted || (origin.kind === 'own' && origin.column === wanted);
}

function usual({ attributes }: ModelledTable, table: string): readonly Attribute[] {
  const few = attributes.filter(({ cells }) => cells.kind === 'codes' && cellCount(cells) <= fewCells);
  const isAbout = ({ origin }: Attribute): boolean => origin.kind === 'summary' && origin.of.child === table;
  const own = few.filter(({ origin }) => origin.kind === 'own');
  return [...few.filter(isAbout), ...own].slice(0, usualContext);
}

function given(parent: ModelledTable, { name, cells }: Attribute): Attribute {
  return { name: `${parent.table}.${name}`, origin: { kind: 'parent', attribute: name }, cells };
}
