/** What can be checked: a file of SQL, the folder of a program, or a project with several of both. Each becomes the content of a program. */
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { combinationsOf } from '#policies/procedure/parameters.ts';
import { programContent, type ProgramContent } from '#policies/procedure/program-commands.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { packProgram } from '../cli/pack.ts';
import { readProgramFolder } from '../cli/program-folder.ts';
import { projectForm, type Project, type QueryProgram } from './project-form.ts';

export interface Subject {
  /** As it was named: a path. */
  readonly name: string;
  readonly content: ProgramContent;
  readonly sql: string;
  /** Files of a program, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Why one of several cannot be read; the others can. */
export interface Unread {
  readonly name: string;
  readonly refused: Extract<Outcome<never>, { ok: false }>;
  readonly texts: ReadonlyMap<string, string>;
}

export interface Subjects {
  readonly subjects: readonly Subject[];
  readonly unread: readonly Unread[];
  /** Where the folder is one. */
  readonly project?: Project;
}

const manifestName = 'sluice.json';

/** @throws Error where there is no such file or folder, or a folder has no sluice.json */
export async function readSubjects(path: string): Promise<Outcome<Subjects>> {
  if (!existsSync(path)) throw new Error(`Cannot read ${path}: must be a file of SQL, a program or a project`);
  if (!statSync(path).isDirectory()) {
    const sql = await readFile(path, 'utf8');
    return one(path, queryContent({ title: titleOf(path), sql: path, parameters: [] }, sql), new Map());
  }
  const file = join(path, manifestName);
  if (!existsSync(file)) throw new Error(`Cannot read ${path}: must have ${manifestName}; sluice init makes a project`);
  const json = jsonOf(await readFile(file, 'utf8'));
  return isProject(json) ? readProject(path, json) : readProgram(path, path);
}

function isProject(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'scenario' in json;
}

/** Refuses E_MANIFEST for a project that is not of the form; what is wrong with one of its programs is said of that. */
async function readProject(root: string, json: unknown): Promise<Outcome<Subjects>> {
  const parsed = projectForm.safeParse(json);
  if (!parsed.success)
    return refuse('E_MANIFEST', `Cannot read ${join(root, manifestName)}: ${z.prettifyError(parsed.error)}`);
  const read: Subjects[] = [];
  for (const program of parsed.data.programs) {
    const found =
      'folder' in program
        ? await readProgram(join(root, program.folder), program.folder)
        : await readQuery(root, program);
    if (!found.ok) return found;
    read.push(found.value);
  }
  return accept({
    subjects: read.flatMap(({ subjects }) => subjects),
    unread: read.flatMap(({ unread }) => unread),
    project: parsed.data,
  });
}

async function readQuery(root: string, query: QueryProgram): Promise<Outcome<Subjects>> {
  const file = join(root, query.sql);
  if (!existsSync(file)) return refuse('E_MANIFEST', `Cannot read the project: ${query.sql} must be a file in it`);
  const sql = await readFile(file, 'utf8');
  return one(query.sql, queryContent(query, sql), new Map());
}

async function readProgram(folder: string, name: string): Promise<Outcome<Subjects>> {
  const read = await readProgramFolder(folder);
  if (!read.ok) return one(name, read, new Map());
  const packed = await packProgram(read.value);
  return one(name, packed.ok ? accept(packed.value.content) : packed, read.value);
}

/** As it would be drafted. */
function queryContent(query: QueryProgram, sql: string): Outcome<ProgramContent> {
  const { title, outputs, sql: _, ...reading } = query;
  const declared = outputs ?? [{ name: 'result', kind: reading.train ? 'model' : 'table' }];
  const content = { title, queries: [{ name: 'result', sql }], ...reading, outputs: declared };
  const parsed = programContent.safeParse(content);
  return parsed.success
    ? accept(parsed.data)
    : refuse('E_MANIFEST', `Cannot read ${query.sql}: ${z.prettifyError(parsed.error)}`);
}

function one(name: string, content: Outcome<ProgramContent>, texts: Subject['texts']): Outcome<Subjects> {
  if (!content.ok) return accept({ subjects: [], unread: [{ name, refused: content, texts }] });
  const sql = content.value.queries[0]?.sql ?? '';
  return accept({ subjects: [{ name, content: content.value, sql, texts }], unread: [] });
}

/** What simulation data is asked for a program, with the first value of each parameter; the gateway's own test tries them all. */
export function questionOf({ queries, script, lane, privacy, release, train, parameters }: ProgramContent) {
  return {
    sql: queries[0]?.sql ?? '',
    parameters: combinationsOf(parameters)[0] ?? [],
    ...(script && { script }),
    ...(lane && { lane }),
    ...(privacy && { privacy }),
    ...(release && { release }),
    ...(train && { train }),
  };
}

function titleOf(path: string): string {
  return (
    path
      .split('/')
      .at(-1)
      ?.replace(/\.sql$/, '') || path
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
