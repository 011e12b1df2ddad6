/**
 * The installation in which a text of one's own is attacked: the pulled simulation data stands there as if it were real, and three vendors have
 * rights to all of it. So what stops an attack is what would stop it over the real data.
 */
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { fileNameOf } from '#synth/deliver/formats.ts';
import { simulationFolder } from '#sandbox/door.ts';
import { cpSync, writeFileSync } from 'node:fs';
import type { Person } from '../accounts.ts';
import { acceptCityRisk } from '../city/accept-risk.ts';
import { departmentPerson, people } from '../city/people.ts';
import { letThrough, publishEntry, type As } from '../city/publish.ts';
import { catalogFile, dataFolder, domainFolder, kitSet } from '../kit/names.ts';
import type { ReadKit } from '../kit/read-kit.ts';
import type { Office } from '../office.ts';
import { provide } from '../provide.ts';
import type { Reading } from '../scope.ts';
import type { Ground } from './adversary.ts';
import { third } from './twin.ts';

/** Everybody who decides, three vendors, and a person of each department of the kit. */
export function peopleOf({ pulled }: ReadKit): readonly Person[] {
  return [...Object.values(people), third, ...ownersIn(pulled)];
}

function ownersIn(entries: readonly CatalogEntry[]): readonly Person[] {
  const departments = [...new Set(entries.map(({ department }) => department))];
  return departments.map((department) => departmentPerson(department, { zh: department, en: department }));
}

/** Publishes the entries and takes in their rows; the domain of the kit lends its simulation data. */
export async function setUpGround(office: Office, as: As, kit: ReadKit): Promise<void> {
  const owners = ownersIn(kit.pulled);
  for (const entry of kit.pulled) {
    const owner = owners.find(({ org }) => org === entry.department);
    if (!owner) throw new Error(`nobody works at ${entry.department}`);
    unwrap(await publishEntry(as, entry, owner.person));
    unwrap(await letThrough(as, entry, owner.person));
    const files = Object.fromEntries(
      entry.tables.map(({ name }) => [name, join(kit.folder, dataFolder, fileNameOf(name, 'parquet'))]),
    );
    unwrap(await provide(office, { entry: entry.id, files, actor: owner }));
  }
  const simulation = simulationFolder(office.domainRoot);
  cpSync(join(simulationFolder(join(kit.folder, domainFolder)), 'sets', kitSet), simulation, { recursive: true });
  writeFileSync(join(simulation, catalogFile), JSON.stringify(kit.pulled));
  await acceptCityRisk(
    office,
    as,
    kit.pulled.map(({ id }) => id),
  );
}

/** Rights to every column that vendor code can see at all. */
export function groundOf({ pulled }: ReadKit): Ground {
  const scope = pulled.flatMap((entry) =>
    entry.tables.map(({ name, columns }): Reading => ({
      entry: entry.id,
      table: name,
      columns: columns.filter(({ rule }) => !rule.includes('X')).map((column) => column.name),
    })),
  );
  return { departments: ownersIn(pulled).map(({ person }) => person), scope };
}
