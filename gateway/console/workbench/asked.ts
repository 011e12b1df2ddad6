/** What somebody asks at the workbench: the texts and settings of the form, and the question of the API that they make. */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { combinationsOf, type Declared } from '#policies/procedure/parameters.ts';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import { treatments } from '#policies/disclosure/release-settings.ts';
import { packProgram } from '../../cli/pack.ts';
import { declaredIn } from './parameters.ts';

export const modes = ['sql', 'program'] as const;
export type Mode = (typeof modes)[number];

/** As the form has it: every field a text, so that what was sent comes back as it was. */
export interface Asked {
  readonly mode: Mode;
  readonly sql: string;
  readonly source: string;
  readonly manifest: string;
  readonly lane: 'exact' | 'private';
  readonly epsilon: string;
  readonly maxGroupsPerUnit: string;
  readonly maxRowsPerUnit: string;
  readonly profile: string;
  readonly treatment: string;
  readonly base: string;
  readonly parameters: string;
}

export const nothingAsked: Asked = {
  mode: 'sql',
  sql: '',
  source: '',
  manifest: '',
  lane: 'exact',
  epsilon: '1',
  maxGroupsPerUnit: '',
  maxRowsPerUnit: '',
  profile: 'standard',
  treatment: 'suppress',
  base: '5',
  parameters: '',
};

/** Of a form, or of an address. */
export function askedIn(field: (name: string) => string | undefined): Asked {
  const text = (name: keyof Asked) => field(name)?.replaceAll('\r\n', '\n') ?? nothingAsked[name];
  return {
    mode: text('mode') === 'program' ? 'program' : 'sql',
    sql: text('sql'),
    source: text('source'),
    manifest: text('manifest'),
    lane: text('lane') === 'private' ? 'private' : 'exact',
    epsilon: text('epsilon'),
    maxGroupsPerUnit: text('maxGroupsPerUnit'),
    maxRowsPerUnit: text('maxRowsPerUnit'),
    profile: text('profile'),
    treatment: text('treatment'),
    base: text('base'),
    parameters: text('parameters'),
  };
}

/** What of a program's content the workbench makes: the program around it is named when it is drafted. */
export type Text = Omit<ProgramContent, 'title'>;

/** Refuses E_INPUT for a setting that is none; a program is packed on the way, with all that it may refuse. */
export async function textOf(asked: Asked): Promise<Outcome<Text>> {
  const declared = declaredIn(asked.parameters);
  if (!declared.ok) return declared;
  return asked.mode === 'program' ? packedOf(asked) : accept(queryOf(asked, declared.value));
}

function queryOf(asked: Asked, parameters: Declared): Text {
  const queries = [{ name: 'result', sql: asked.sql }] as const;
  const outputs = [{ name: 'result', kind: 'table' }] as const;
  return asked.lane === 'private'
    ? { queries, parameters, outputs, lane: 'private', privacy: privacyOf(asked) }
    : { queries, parameters, outputs, release: releaseOf(asked) as NonNullable<Text['release']> };
}

function privacyOf({ epsilon, maxGroupsPerUnit, maxRowsPerUnit }: Asked): NonNullable<Text['privacy']> {
  return {
    epsilon: Number(epsilon),
    ...(maxGroupsPerUnit.trim() !== '' && { maxGroupsPerUnit: Number(maxGroupsPerUnit) }),
    ...(maxRowsPerUnit.trim() !== '' && { maxRowsPerUnit: Number(maxRowsPerUnit) }),
  };
}

function releaseOf({ treatment, base, profile }: Asked) {
  const isKnown = treatments.some((one) => one === treatment);
  return { treatment: isKnown ? treatment : 'suppress', profile, ...(base.trim() !== '' && { base: Number(base) }) };
}

async function packedOf({ sql, source, manifest }: Asked): Promise<Outcome<Text>> {
  if (source.trim() === '') return refuse('E_MANIFEST', 'Cannot pack the program: its source must not be empty');
  const folder = new Map([
    ['sluice.json', manifest],
    ['query.sql', sql],
    ['main.ts', source],
  ]);
  const packed = await packProgram(folder);
  return packed.ok ? accept(packed.value.content) : packed;
}

/** As the API is asked: with the first value of each parameter. */
export function questionOf({ queries, parameters, lane, privacy, release, script, train }: Text) {
  return {
    sql: queries[0]?.sql ?? '',
    ...(parameters.length > 0 && { parameters: combinationsOf(parameters)[0] ?? [] }),
    ...(lane && { lane }),
    ...(privacy && { privacy }),
    ...(release && { release }),
    ...(script && { script }),
    ...(train && { train }),
  };
}
