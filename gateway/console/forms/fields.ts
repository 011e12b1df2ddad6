/** The fields of a form, drawn from the schema of its command: what is required is marked, and what was sent is kept. */
import { html, raw } from 'hono/html';
import { textOf, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { controlOf, type FieldSchema } from './schema.ts';
import { rowCount, type Sent } from './values.ts';
import { fieldTitle } from './words.ts';

interface Field {
  readonly schema: FieldSchema;
  readonly name: string;
  readonly path: string;
  readonly required: boolean;
  readonly sent: Sent;
}

/** All fields of a command. */
export function fields(view: View, schema: FieldSchema, sent: Sent): Html {
  return html`${members(view, { schema, name: '', path: '', required: true, sent })}`;
}

function members(view: View, { schema, path, sent }: Field): readonly Html[] {
  return Object.entries(schema.properties ?? {}).map(([name, one]) =>
    field(view, {
      schema: one,
      name,
      path: path === '' ? name : `${path}.${name}`,
      required: schema.required?.includes(name) ?? false,
      sent,
    }),
  );
}

function field(view: View, one: Field): Html {
  const control = controlOf(one.schema);
  if (control === 'fixed') return html``;
  if (control === 'group') return fieldset(view, one, members(view, one));
  if (control === 'groups') return rows(view, one);
  if (control === 'choices') return fieldset(view, one, boxes(view, one));
  if (control === 'yes')
    return html`<p class="field yes">${box(one.path, 'on', isSent(one, 'on'))} ${label(view, one)}</p>`;
  return html`<p class="field">${label(view, one)} ${input(view, one)} ${hint(view, one)}</p>`;
}

function label(view: View, { name, path, required }: Field): Html {
  return html`<label for="${path}">${fieldTitle(view, name)}${required ? mark(view) : ''}</label>`;
}

function mark(view: View): Html {
  return html` <span class="required">${view.t({ zh: '必填', en: 'required' })}</span>`;
}

function input(view: View, { schema, path, required, sent }: Field): Html {
  const [value = textOf(schema.default ?? '')] = sent.get(path) ?? [];
  const needed = raw(required ? 'required' : '');
  const control = controlOf(schema);
  if (control === 'choice')
    return html`<select id="${path}" name="${path}" ${needed}>
      <option value=""></option>
      ${(schema.enum ?? [])
        .map(textOf)
        .map(
          (one) =>
            html`<option value="${one}" ${raw(one === value ? 'selected' : '')}>${fieldTitle(view, one)}</option>`,
        )}
    </select>`;
  if (control === 'number')
    return html`<input id="${path}" name="${path}" inputmode="decimal" value="${value}" ${needed} />`;
  if (control === 'line')
    return html`<input
      id="${path}"
      name="${path}"
      value="${value}"
      maxlength="${schema.maxLength ?? 200}"
      ${needed}
    />`;
  return html`<textarea id="${path}" name="${path}" rows="${rowsFor(schema)}" ${needed}>${value}</textarea>`;
}

function rowsFor(schema: FieldSchema): number {
  const control = controlOf(schema);
  return control === 'json' ? 8 : control === 'lines' ? 3 : 4;
}

function hint(view: View, { schema }: Field): Html {
  const control = controlOf(schema);
  if (control === 'lines') return html`<small>${view.t({ zh: '每行一项', en: 'One in each line' })}</small>`;
  if (control === 'json') return html`<small>${view.t({ zh: 'JSON 格式', en: 'As JSON' })}</small>`;
  if (schema.format === 'date-time') return html`<small>2026-03-01T00:00:00+08:00</small>`;
  return html``;
}

function boxes(view: View, one: Field): readonly Html[] {
  return (one.schema.items?.enum ?? []).map(textOf).map(
    (value) =>
      html`<p class="yes">
        <label>${box(one.path, value, isSent(one, value))} ${fieldTitle(view, value)}</label>
      </p>`,
  );
}

function box(path: string, value: string, isOn: boolean): Html {
  return html`<input
    type="checkbox"
    id="${value === 'on' ? path : ''}"
    name="${path}"
    value="${value}"
    ${raw(isOn ? 'checked' : '')}
  />`;
}

function isSent({ sent, path }: Field, value: string): boolean {
  return sent.get(path)?.includes(value) ?? false;
}

function fieldset(view: View, { name, required }: Field, inside: readonly Html[]): Html {
  return html`<fieldset>
    <legend>${fieldTitle(view, name)}${required ? mark(view) : ''}</legend>
    ${inside}
  </fieldset>`;
}

/** The rows that there are, and one more; the button asks for the form again with another. Rows that stay empty are left out. */
function rows(view: View, one: Field): Html {
  const { sent, path, schema, name } = one;
  const asked = (sent.get('_more') ?? []).includes(path) ? 1 : 0;
  const many = Math.max(1, rowCount(sent, path) + asked);
  const inside = Array.from({ length: many }, (_, at) => {
    const row = { ...one, schema: schema.items ?? {}, path: `${path}.${at}`, name: '' };
    return html`<fieldset class="row">
      <legend>${fieldTitle(view, name)} ${at + 1}</legend>
      ${members(view, optional(row))}
    </fieldset>`;
  });
  return fieldset(view, one, [
    ...inside,
    html`<button class="plain" name="_more" value="${path}" formnovalidate>
      ${view.t({ zh: '再添加一项', en: 'One more' })}
    </button>`,
  ]);
}

/** A row may stay empty, so no browser insists on what is in it; the schema does where it is not. */
function optional(row: Field): Field {
  return { ...row, schema: { ...row.schema, required: [] } };
}
