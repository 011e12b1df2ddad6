/**
 * Makes the demonstration city: entries through the catalog's procedure, the artificial "real" side into the domain as snapshots,
 * simulation data from the entries.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { Profile } from '#policies/procedure/profiles/profile.ts';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries, departments } from '#synth/city/catalog.ts';
import { buildCity } from '#synth/city/real.ts';
import type { Person } from '../accounts.ts';
import { profileOf } from '../load.ts';
import type { Office } from '../office.ts';
import { provide } from '../provide.ts';
import { refreshSimulation } from '../simulation/refresh.ts';
import { departmentPerson, people } from './people.ts';
import { letThrough, publishEntry, type As } from './publish.ts';

/** Everybody of the city, vendors first. */
export const cityPeople: readonly Person[] = [
  ...Object.values(people),
  ...Object.entries(departments).map(([department, title]) => departmentPerson(department, title)),
];

export interface CityOptions {
  /** Rows as a multiple of the city's volumes. */
  readonly scale: number;
  readonly tell?: (line: string) => void;
}

export async function setUpCity(office: Office, as: As, { scale, tell = () => {} }: CityOptions): Promise<void> {
  for (const entry of cityEntries)
    unwrap(await publishEntry(as, grounded(entry, profileOf(office.settings)), ownerOf(entry.department).person));
  tell(`${cityEntries.length} catalog entries published`);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-city-'));
  try {
    const files = await buildCity({ dir: folder, scale, seed: 2026 });
    // The large tables first, two at a time: each ingest is a process of its own.
    const waiting = [...cityEntries].sort((one, other) => volumeOf(other) - volumeOf(one));
    const lane = async (): Promise<void> => {
      for (let entry = waiting.shift(); entry; entry = waiting.shift())
        await provideEntry(office, as, { entry, file: files[entry.id] });
    };
    await Promise.all([lane(), lane()]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  tell('the artificial real side is in the domain, one snapshot per entry');
  await refreshSimulation(office, { seed: 7, scale });
  tell('simulation data made from the entries alone');
}

/** Every place has its own list of grounds on which data is opened on conditions. */
function grounded(entry: CatalogEntry, { conditionalGrounds }: Profile): CatalogEntry {
  const [first] = conditionalGrounds;
  if (entry.attribute !== 'conditional' || !entry.opening || first === undefined) return entry;
  const grounds = entry.opening.grounds.filter((ground) => conditionalGrounds.includes(ground));
  return { ...entry, opening: { ...entry.opening, grounds: grounds.length > 0 ? grounds : [first] } };
}

function volumeOf(entry: CatalogEntry): number {
  return entry.tables.reduce((sum, table) => sum + table.volume, 0);
}

async function provideEntry(
  office: Office,
  as: As,
  { entry, file }: { readonly entry: CatalogEntry; readonly file: string | undefined },
): Promise<void> {
  const [table] = entry.tables;
  if (!table || !file) throw new Error(`no data for ${entry.id}`);
  const actor = ownerOf(entry.department);
  unwrap(await letThrough(as, entry, actor.person));
  unwrap(await provide(office, { entry: entry.id, files: { [table.name]: file }, actor }));
}

/** One person of each department whose tables the text names. */
export function ownersOf(sql: string): readonly string[] {
  const used = cityEntries.filter((entry) => entry.tables.some(({ name }) => sql.includes(name)));
  return [...new Set(used.map((entry) => ownerOf(entry.department).person))];
}

export function ownerOf(department: string): Person {
  const found = cityPeople.find(({ org, role }) => org === department && role === 'source_department');
  if (!found) throw new Error(`nobody works at ${department}`);
  return found;
}
