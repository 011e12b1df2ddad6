import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '#gateway/api/operations.ts';
import { describeApi } from '#gateway/api/openapi.ts';
import { rules } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';

/** As JSON has it. */
type SpecData = Record<string, unknown>;

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

test('GET /openapi.json: what is given is valid OpenAPI 3.1, by the schema of its authors', async () => {
  const response = await city.ask('/openapi.json');
  expect(response.headers.get('content-type')).toBe('application/json');
  const text = await response.text();
  const { valid, errors } = await new Validator().validate(JSON.parse(text) as SpecData);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test('GET /openapi.json: a broken description would be told from a whole one', async () => {
  const broken = { ...describeApi(), paths: { '/x': { get: { responses: { '200': {} } } } } };
  expect((await new Validator().validate(JSON.parse(JSON.stringify(broken)) as SpecData)).valid).toBe(false);
});

test('GET /openapi.json: who has it already is given nothing again', async () => {
  const first = await city.ask('/openapi.json');
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toMatch(/^"[\w-]{43}"$/);
  const again = await city.ask('/openapi.json', { headers: { 'if-none-match': tag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('describeApi: every reference leads somewhere, every part is used', () => {
  const text = JSON.stringify(describeApi());
  const { components } = JSON.parse(text) as { components: Record<string, Record<string, unknown>> };
  const refs = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)].map(
    ([, kind = '', name = '']) => `${kind}/${name}`,
  );
  const parts = Object.entries(components)
    .filter(([kind]) => kind !== 'securitySchemes')
    .flatMap(([kind, named]) => Object.keys(named).map((name) => `${kind}/${name}`));
  expect([...new Set(refs)].filter((ref) => !parts.includes(ref))).toEqual([]);
  expect(parts.filter((part) => !refs.includes(part))).toEqual([]);
});

test('describeApi: a problem has every code that there is, and every operation its own', () => {
  const { components, paths } = JSON.parse(JSON.stringify(describeApi())) as {
    components: { schemas: { Problem: { properties: { code: { enum: string[] } } } } };
    paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  };
  expect(components.schemas.Problem.properties.code.enum).toEqual(Object.keys(rules));
  const described = Object.values(paths).flatMap((path) => Object.values(path));
  expect(described.map(({ operationId }) => operationId).sort()).toEqual(operations.map(({ id }) => id).sort());
  for (const { responses } of described) expect(Object.keys(responses)).toContain('500');
});
