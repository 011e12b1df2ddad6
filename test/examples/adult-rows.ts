/** Adult in the place of simulation data: published, so that a vendor may see what a program makes of it before and after protection. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { register } from '#gateway/city/journey.ts';
import { departmentPerson, people } from '#gateway/city/people.ts';
import { publishEntry } from '#gateway/city/publish.ts';
import { refreshSimulation } from '#gateway/simulation/refresh.ts';
import { unwrap } from '#policies/refusal.ts';
import { simulationFolder } from '#sandbox/door.ts';
import { adultEntry, adultFiles, adultOptions } from '../fixtures/adult.ts';
import { openInstallation, type Installation } from '../fixtures/installation.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { plainly } from '../journey/product.ts';
import { yesOrNo, type Feature } from './variant.ts';

export const adultFeatures: readonly Feature[] = [
  { name: 'age', lo: 17, hi: 90, mean: 38, scale: 20 },
  { name: 'education_num', lo: 1, hi: 16, mean: 10, scale: 4 },
  { name: 'hours_per_week', lo: 1, hi: 99, mean: 40, scale: 20 },
  ...['gained', 'lost', 'male', 'married'].map(yesOrNo),
];

/** Who earns more than 50,000 dollars. A third of the rows does not say. */
export const adultSql = `SELECT age, education_num, hours_per_week, (capital_gain > 0)::INT AS gained, (capital_loss > 0)::INT AS lost,
  (sex = 'Male')::INT AS male, (marital_status = 'Married-civ-spouse')::INT AS married, (income = 'large')::INT AS rich
FROM adult WHERE income IS NOT NULL`;

export async function openAdult(shared: string): Promise<Installation> {
  const person = departmentPerson(adultEntry.department, { zh: '统计局', en: 'Statistics' });
  const installation = await openInstallation(newFolder(), [...Object.values(people), person]);
  unwrap(await publishEntry(installation.as, adultEntry, person.person));
  await register(installation.as);
  await refreshSimulation(installation.office, { seed: 7, scale: 0.001 });
  await fill(join(simulationFolder(installation.office.domainRoot), `${adultEntry.id}.duckdb`), adultFiles(shared));
  return installation;
}

async function fill(database: string, { adult = '' }: Readonly<Record<string, string>>): Promise<void> {
  const renamed = Object.entries(adultOptions.rename?.['adult'] ?? {}).map(([from, to]) => `"${from}" AS ${to}`);
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  try {
    await connection.run('DELETE FROM adult');
    await connection.run(`INSERT INTO adult BY NAME SELECT * RENAME (${renamed.join(', ')}) FROM '${adult}'`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The rows that say what somebody earns: features as they are, then whether it is much. */
export async function adultRows(shared: string): Promise<readonly (readonly number[])[]> {
  const columns = `age, "education-num", "hours-per-week", ("capital-gain" > 0)::INT, ("capital-loss" > 0)::INT,
    (sex = 'Male')::INT, ("marital-status" = 'Married-civ-spouse')::INT, (income = 'large')::INT`;
  const rows = await plainly(`SELECT ${columns} FROM '${adultFiles(shared)['adult'] ?? ''}' WHERE income IS NOT NULL`);
  return rows.map((row) => row.map(Number));
}
