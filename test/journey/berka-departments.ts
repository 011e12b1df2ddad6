/** Who provides Berka: the bank its entry, the statistics office the districts that it refers to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { departmentPerson } from '#gateway/city/people.ts';
import { berkaDistrictEntry, berkaDistrictFiles, berkaDistrictOptions } from '../fixtures/berka-district.ts';
import { berkaEntry, berkaFiles, berkaOptions } from '../fixtures/berka.ts';
import type { Provided } from './department.ts';

export const bank = departmentPerson(berkaEntry.department, { zh: '金融局', en: 'Finance' });
export const statistics = departmentPerson(berkaDistrictEntry.department, { zh: '统计局', en: 'Statistics' });

/** @param shared where the published files lie */
export function berkaProvided(shared: string): readonly Provided[] {
  const files = berkaDistrictFiles(shared);
  return [
    { entry: berkaDistrictEntry, person: statistics, files, options: () => berkaDistrictOptions },
    {
      entry: berkaEntry,
      person: bank,
      files: berkaFiles(shared),
      options: (at) => ({ ...berkaOptions, referenced: { district: districtsIn(at) } }),
    },
  ];
}

/** The bank's entry refers to the districts of the other one: to their snapshot, where the domain keeps it. */
function districtsIn(dir: string): string {
  const folder = join(dir, 'domain', 'snapshots', berkaDistrictEntry.id);
  return join(folder, readFileSync(join(folder, 'current'), 'utf8').trim(), 'data.duckdb');
}
