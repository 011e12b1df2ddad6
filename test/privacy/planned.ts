/** Text → private plan over TPC-H's catalog, with the engine's parser and nothing else. */
import { decode } from '#policies/query/decode.ts';
import { resolve } from '#policies/query/resolve.ts';
import { planPrivate } from '#policies/privacy/plan.ts';
import { privacySettings, type PrivacySettings } from '#policies/privacy/settings.ts';
import type { PrivatePlan } from '#policies/privacy/plan-types.ts';
import type { Outcome } from '#policies/refusal.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { tpchEntries } from '../tpch/catalog.ts';

const entries = tpchEntries(0.01);
const parser = await LockedEngine.open({ memoryLimitMb: 256, threads: 1 });

export async function planned(sql: string, settings: Partial<PrivacySettings> = {}): Promise<Outcome<PrivatePlan>> {
  const { rows } = await parser.query('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  const syntax = decode(String(rows[0]?.[0]), sql);
  if (!syntax.ok) return syntax;
  const query = resolve(syntax.value, entries);
  return query.ok ? planPrivate(query.value, { ...privacySettings.parse({}), ...settings }) : query;
}
