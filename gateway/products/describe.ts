/**
 * The description of one interface as OpenAPI 3.1: its parameters with all their values, its columns with titles and meaning, which combinations
 * are answered, how exact the numbers are, what a call is refused for. Made from the record, so that it says what holds now.
 */
import type { Column } from '#policies/catalog/entry.ts';
import { answersOf, domainOf } from '#policies/procedure/interface-calls.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import { columnsOf, isMade, rowsOf, type ContractColumn } from '#policies/procedure/output-contract.ts';
import { rules, type RefusalCode } from '#policies/refusal.ts';
import { disclosureOf } from '../certificate.ts';
import { tableForms } from '../api/conventions/table.ts';
import { problemMedia } from '../api/shared-parts.ts';
import { loadDoc, lookupOf } from '../load.ts';
import type { Office } from '../office.ts';
import { statusOf } from '../status.ts';

type Part = Readonly<Record<string, unknown>>;
type Product = DocOf<'product'>;

/** What a call is refused for. */
const refusals: readonly RefusalCode[] = [
  ...(['E_INPUT', 'E_AUTH', 'E_NO_RIGHTS', 'E_SCOPE', 'E_NOT_APPROVED', 'E_SANCTIONED', 'E_NO_ANSWER'] as const),
  ...(['E_ACCEPT', 'E_WITHDRAWN', 'E_STOPPED', 'E_RATE'] as const),
];

export function describeProduct(office: Office, product: Product): Part {
  const { record } = office;
  const program = loadDoc(record.read, 'program', product.api?.program);
  const output = (program?.outputs ?? program?.content.outputs ?? []).find(isMade);
  const columns = output ? columnsOf(output) : [];
  const answers = answersOf(product, lookupOf(record.read));
  const parameters = domainOf(product, lookupOf(record.read));
  const [first] = answers.filter((one) => one.export.state === 'released');
  const example = Object.fromEntries((first?.given ?? []).map(({ name, value }) => [name, value]));
  const responses = {
    '200': answerPart(columnPart(office, product, columns), output && rowsOf(output)),
    ...refusedPart(),
  };
  const path = `/api/v1/export/products/${product.id}/answers`;
  const tags = { tags: ['answers'], security: [{ key: [] }], responses };
  return {
    openapi: '3.1.1',
    info: {
      title: product.title,
      version: product.api?.hash.slice(0, 16) ?? '0',
      summary: 'Tables that were checked and released, one for each combination of parameters.',
      description: `${product.sourceStatement}\n\nLicence: ${product.licence.purpose}`,
    },
    servers: [{ url: '/' }],
    paths: {
      [path]: {
        get: {
          operationId: 'get',
          ...tags,
          parameters: parameters.map(({ name, values }) => ({
            name,
            in: 'query',
            required: true,
            schema: { enum: values },
            ...(name in example && { example: example[name] }),
          })),
        },
        post: { operationId: 'post', ...tags, requestBody: bodyPart(parameters, example) },
      },
    },
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'slk_…, from the vendor, for one recipient.' },
      },
    },
    'x-answered': answers.map((one) => ({
      parameters: Object.fromEntries(one.given.map(({ name, value }) => [name, value])),
      export: one.export.id,
      state: one.export.state,
    })),
    'x-disclosure': statementOf(
      office,
      answers.map((one) => one.export),
    ),
    'x-calls-per-day': product.api?.callsPerDay,
  };
}

function bodyPart(
  parameters: readonly { readonly name: string; readonly values: readonly unknown[] }[],
  example: Part,
): Part {
  const schema = {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, values }) => [name, { enum: values }])),
    required: parameters.map(({ name }) => name),
    additionalProperties: false,
  };
  const body = { type: 'object', properties: { parameters: schema }, required: ['parameters'] };
  return { required: true, content: { 'application/json': { schema: body, example: { parameters: example } } } };
}

function answerPart(columns: readonly Part[], maxItems: number | undefined): Part {
  const schema = {
    type: 'object',
    properties: {
      columns: { const: columns.map((one) => ({ name: one['name'], type: one['x-type'] })) },
      rows: {
        type: 'array',
        ...(maxItems !== undefined && { maxItems }),
        items: { type: 'array', prefixItems: columns },
      },
      suppressed: {
        type: 'array',
        description: '[row, column] of every value that is hidden, which is null in its row.',
      },
    },
  };
  const headers = ['Sluice-Export', 'Sluice-Certificate', 'Sluice-Log-Entry', 'Link', 'ETag', 'RateLimit'];
  const media = Object.keys(tableForms).map((form) => [form, form === 'application/json' ? { schema } : {}]);
  return {
    description: 'The released table; as JSON the same bytes as in its bundle.',
    headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])),
    content: Object.fromEntries(media),
  };
}

/** A key is a column of the catalog, which has a title; a statistic is called by its name. */
function columnPart({ record }: Office, { api }: Product, columns: readonly ContractColumn[]): readonly Part[] {
  const uses = loadDoc(record.read, 'program', api?.program)?.uses ?? [];
  const known = uses.flatMap(({ entry, table }): readonly Column[] => {
    const tables = loadDoc(record.read, 'catalogEntry', entry)?.entry.tables ?? [];
    return tables.find(({ name }) => name === table)?.columns ?? [];
  });
  return columns.map(({ name, type, role, digits, values }) => {
    const column = role === 'key' ? known.find((one) => one.name === name) : undefined;
    const title = column?.title;
    return {
      name,
      title: title ? `${title.zh} ${title.en}` : name,
      'x-type': type,
      'x-role': role,
      ...(column && { 'x-semantic': column.semantic }),
      ...(digits !== undefined && { 'x-significant-digits': digits }),
      ...(values && { enum: values }),
    };
  });
}

/** What certificates say of the numbers: exact by which rules, rounded, perturbed, or with noise at which loss. */
function statementOf({ record }: Office, exports: readonly DocOf<'export'>[]): readonly Part[] {
  return exports.map(({ id, product }) => {
    const runs = product.runs.flatMap((run) => loadDoc(record.read, 'run', run) ?? []);
    return { export: id, ...disclosureOf(runs) };
  });
}

function refusedPart(): Part {
  const byStatus = Map.groupBy(refusals, (code) => String(statusOf[code]));
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `${code}: ${rules[code].title}.`).join(' '),
        content: { [problemMedia]: { schema: { type: 'object', properties: { code: { enum: codes } } } } },
      },
    ]),
  );
}
