/** The five scenarios, analysed as the supervisor does it; and how long that takes. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { analyse, type Analysis } from '#sandbox/supervisor/analyse.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { Parser } from '#sandbox/supervisor/parser.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { scenarios, type ScenarioName } from '#synth/city/scenarios.ts';
import { repeat, type Timing } from './measure.ts';

export interface Analysed {
  readonly name: ScenarioName;
  readonly sql: string;
  readonly analysis: Analysis;
  readonly entries: readonly CatalogEntry[];
  /** Parse, decode, resolve, plan and bind, over a parser process that runs already. */
  readonly timing: Timing;
}

export const scenarioNames: readonly ScenarioName[] = ['S1a', 'S2', 'S3', 'S4', 'S5'];

export async function analyseScenarios(log: number, times: number): Promise<readonly Analysed[]> {
  using parser = new Parser(log, limits);
  const found: Analysed[] = [];
  for (const name of scenarioNames) {
    const { sql } = scenarios[name];
    const once = () => analyse({ parser, limits, entries: cityEntries }, sql, 'standard');
    const analysis = unwrap(await once());
    found.push({ name, sql, analysis, entries: analysis.entries, timing: await repeat(times, once) });
  }
  return found;
}
