/** The model of each table: what it is given of its parent, what it has of its own, and what it knows of its children. */
import { rowsPerUnitOf } from '../catalog/units.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { degreesOf, sharedBelow, wishedSummaries } from './about-children.ts';
import { attributesOf } from './attributes-of.ts';
import { contextOf } from './context-of.ts';
import { ownOf, type Family } from './family.ts';
import { wishFor } from './fit-members.ts';
import type { ModelledTable } from './fit-plan.ts';
import { impossibleByDegree, impossibleByRules } from './impossible.ts';
import { unitsOf, type Related } from './relate-tables.ts';

const mostModels = 20;

/** All models of a fit, parents before children. Refuses E_INPUT for wishes that the catalog does not fit, and for too much at once. */
export function modelsOf(family: Family): Outcome<readonly ModelledTable[]> {
  const models: ModelledTable[] = [];
  for (const related of family.all) {
    const added = modelsFor(family, related, models);
    if (!added.ok) return added;
    models.push(...added.value);
  }
  if (models.length <= mostModels) return accept(models);
  return refuse('E_INPUT', `Cannot plan a fit: must have at most ${mostModels} models; got ${models.length}`, {
    remedy: 'Order fewer entries, or leave out all columns of some tables.',
  });
}

/** The model of a table, after that of its units where it has one. */
function modelsFor(
  family: Family,
  related: Related,
  before: readonly ModelledTable[],
): Outcome<readonly ModelledTable[]> {
  const { parent, table } = related;
  const units = parent?.table === unitsOf(table.name) ? modelOfUnits(family, related) : undefined;
  if (units && !units.ok) return units;
  const above = units?.value ?? before.find((model) => model.table === parent?.table);
  const model = modelOfTable(family, related, above);
  return model.ok ? accept([...(units ? [units.value] : []), model.value]) : model;
}

/** The model of a table of the catalog. @param parent the model of its parent, where it has one */
function modelOfTable(family: Family, related: Related, parent?: ModelledTable): Outcome<ModelledTable> {
  const { table, entry } = related;
  const wish = wishFor(family.order, table.name);
  if (!parent && wish.context)
    return refuse('E_INPUT', `Cannot plan a fit: tables.${table.name}.context must be of a table with a parent`);
  const given = parent ? contextOf(parent, table.name, wish) : accept([]);
  if (!given.ok) return given;
  const wished = wishedSummaries(family, table.name);
  if (!wished.ok) return wished;
  const attributes = [
    ...given.value,
    ...ownOf(family, related).attributes,
    ...degreesOf(family, table.name),
    ...(parent ? [] : sharedBelow(family, table.name)),
    ...wished.value,
  ];
  return sound(family, {
    table: table.name,
    entry: entry.id,
    ...(related.parent && { parent: related.parent }),
    attributes,
    given: given.value.length,
    rowsPerUnit: rowsPerUnitOf(table).max,
    volume: table.volume,
    impossible: impossibleByRules(table, attributes),
  });
}

/** The model of the units that a table is about, where no table lists them: what they determine, and how many rows they have. */
function modelOfUnits(family: Family, { table, entry }: Related): Outcome<ModelledTable> {
  const determined = { ...table, columns: table.columns.filter((column) => column.determinedByUnit) };
  const name = unitsOf(table.name);
  const { attributes: own } = attributesOf(determined, wishFor(family.order, table.name));
  const attributes = [...own, ...degreesOf(family, name), ...sharedBelow(family, name)];
  return sound(family, {
    table: name,
    entry: entry.id,
    attributes,
    given: 0,
    rowsPerUnit: 1,
    volume: Math.ceil(table.volume / rowsPerUnitOf(table).max),
    impossible: impossibleByRules(table, attributes),
  });
}

const mostAttributes = 120;

function sound({ all }: Family, model: ModelledTable): Outcome<ModelledTable> {
  const { table, attributes } = model;
  const repeated = attributes.find(({ name }, at) => attributes.findIndex((other) => other.name === name) < at);
  if (repeated)
    return refuse('E_INPUT', `Cannot plan a fit: names in tables.${table} must differ; got ${repeated.name} twice`);
  if (attributes.length > mostAttributes)
    return refuse(
      'E_INPUT',
      `Cannot plan a fit: ${table} must have at most ${mostAttributes} attributes; got ${attributes.length}`,
      { remedy: 'Leave out columns of the table.' },
    );
  const isEmpty = (child: string, column: string): boolean =>
    all.some(({ table: of }) => of.name === child && of.columns.some((c) => c.name === column && c.nullable));
  return accept({ ...model, impossible: [...model.impossible, ...impossibleByDegree(attributes, isEmpty)] });
}
