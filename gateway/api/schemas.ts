/** The schemas that validate, as components: each with one name, and each other as a reference. */
import { z } from 'zod';
import { domainOperations } from '#sandbox/door.ts';
import { entrySchema } from '#policies/catalog/entry-schema.ts';
import { releaseSettings } from '#policies/disclosure/release-settings.ts';
import { privacySettings } from '#policies/privacy/settings.ts';
import { trainSpec } from '#policies/privacy/train/spec.ts';
import { clauses } from '#policies/procedure/agreement-commands.ts';
import { useRequest } from '#policies/procedure/application-commands.ts';
import { product } from '#policies/procedure/export-commands.ts';
import { programContent } from '#policies/procedure/program-commands.ts';
import { materials } from '#policies/procedure/registration-commands.ts';
import { script } from '#policies/program/script.ts';
import { lifeOf, stageCommands, stages } from '../stages/collections.ts';
import { act, documentOf } from './documents.ts';
import { placesOf, type Operation } from './operation.ts';
import { operations } from './operations.ts';
import { problem } from './problem.ts';

type Part = Readonly<Record<string, unknown>>;
type Registry = ReturnType<typeof z.registry<{ id: string }>>;

const names = new Map<z.ZodType, string>();
const asked: Registry = z.registry<{ id: string }>();
const answered: Registry = z.registry<{ id: string }>();

function name(schema: z.ZodType, id: string, registry: Registry): void {
  if (names.has(schema)) return;
  names.set(schema, id);
  registry.add(schema, { id });
}

const { explain, simulate } = domainOperations;
const parts = {
  Script: script,
  ReleaseSettings: releaseSettings,
  PrivacySettings: privacySettings,
  TrainSpec: trainSpec,
};
const forms = { Entry: entrySchema, Materials: materials, UseRequest: useRequest, Clauses: clauses, Product: product };
for (const [id, part] of Object.entries({ ...parts, ...forms, ProgramContent: programContent })) name(part, id, asked);
for (const [id, part] of Object.entries({ Problem: problem, Act: act, Explanation: explain.answer }))
  name(part, id, answered);
name(simulate.answer.shape.table, 'ResultTable', answered);
for (const life of new Set(stages.flatMap((stage) => Object.keys(stageCommands[stage]).map(lifeOf))))
  name(documentOf(life), life, answered);
for (const { id, body, answers } of operations) {
  if (body) name(body, `${id}.body`, asked);
  for (const { schema } of answers) if (schema) name(schema, `${id}.answer`, answered);
}

/** @throws Error for a schema of no operation */
export function schemaNameOf(schema: z.ZodType): string {
  const found = names.get(schema);
  if (found === undefined) throw new Error('Cannot name the schema: must be of an operation');
  return found;
}

const uri = (id: string): string => `#/components/schemas/${id}`;

/** What may be asked is described as it is read, what is answered as it is written. */
export function schemas(): Readonly<Record<string, Part>> {
  const shapes = [
    z.toJSONSchema(asked, { io: 'input', unrepresentable: 'any', uri }),
    z.toJSONSchema(answered, { io: 'output', unrepresentable: 'any', uri }),
  ].flatMap((made) => Object.entries(made.schemas));
  return Object.fromEntries(shapes.map(([id, schema]) => [id, bare(schema)]));
}

/** A component is known by its place. */
function bare(schema: object): Part {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id'));
}

/** Places in the path, and the fields of the query. */
export function parametersOf({ path, query, example }: Operation): readonly Part[] {
  const places = placesOf(path).map((place) => ({
    name: place,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1 },
    ...(example?.path?.[place] !== undefined && { example: example.path[place] }),
  }));
  return [...places, ...fieldsOf(query, example?.query)];
}

function fieldsOf(query: z.ZodObject | undefined, example: Readonly<Record<string, string>> = {}): readonly Part[] {
  if (!query) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([field, schema]) => ({
    name: field,
    in: 'query',
    required: required.includes(field),
    schema,
    ...(example[field] !== undefined && { example: isNumber(schema) ? Number(example[field]) : example[field] }),
  }));
}

function isNumber(schema: unknown): boolean {
  return (
    typeof schema === 'object' && schema !== null && 'type' in schema && /number|integer/.test(String(schema.type))
  );
}
