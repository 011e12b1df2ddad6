/** A scenario project, from the templates in docs/examples/kit, with a kit of the demonstration city or of a server. */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { clientOf, type Client } from '../client.ts';
import { demonstrationApp } from './demonstration-app.ts';
import { pullKit } from './pull.ts';

const templates = fileURLToPath(new URL('../../docs/examples/kit/', import.meta.url));

/** The entries that each template reads. */
export const templateEntries = {
  query: ['ent_registration', 'power_usage_daily'],
  private: ['medical_settlement'],
  program: ['ent_registration', 'power_usage_daily'],
  model: ['tax_credit_annual', 'social_insurance_monthly'],
} as const;
export type Template = keyof typeof templateEntries;

export interface NewProject {
  readonly folder: string;
  readonly template: Template;
  /** A server draws from its models, where it may; of the demonstration city there are none. */
  readonly level: 'fitted' | 'schema';
  readonly seed: number;
  readonly scale: number;
  /** Whose simulation data is pulled; that of the demonstration city, made here, where not given. */
  readonly from?: { readonly client: Client; readonly place: string };
  /** What runs this command line, for the tests of the project. */
  readonly tool: readonly string[];
  readonly tell: (step: string, share?: number) => void;
}

/** Refuses E_INPUT for a folder in which something is, and what refuses a pull. */
export async function initProject(project: NewProject): Promise<Outcome<{ readonly files: readonly string[] }>> {
  const { folder, template, seed, scale, level, tool, tell } = project;
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return refuse('E_INPUT', `Cannot begin a project: ${folder} must be new or empty; got files`);
  mkdirSync(folder, { recursive: true });
  for (const part of ['common', template]) cpSync(join(templates, part), folder, { recursive: true });
  // Under its own name it would hold for the folder of the templates.
  renameSync(join(folder, 'gitignore'), join(folder, '.gitignore'));
  mkdirSync(join(folder, '.sluice'));
  writeFileSync(join(folder, '.sluice', 'tool.json'), JSON.stringify(tool));
  const app = demonstrationApp(cityEntries);
  const here = { client: clientOf('', '', (url, init) => app.request(url, init)), place: 'the demonstration city' };
  const { client, place } = project.from ?? here;
  const pulled = await pullKit({
    client,
    entries: templateEntries[template],
    wish: { level, seed, scale },
    folder: join(folder, 'kit'),
    from: place,
    tell,
  });
  return pulled.ok ? accept({ files: readdirSync(folder).toSorted() }) : pulled;
}
