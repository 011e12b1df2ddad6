/**
 * The four domains as a form: the items of the rule pack with what the system found of each, and what this person says. Used for exports,
 * applications and programs alike.
 *
 * @see AO-15-2; docs/decisions/050-rule-packs.md
 */
import { html, raw } from 'hono/html';
import { domains, domainTitles, type Domain } from '#policies/procedure/checklist.ts';
import type { CheckLine } from '../../checks.ts';
import type { Sent } from '../forms/values.ts';
import { chip, table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { toneOf, verdictTitles } from './words.ts';

export interface ChecklistForm {
  readonly items: readonly CheckLine[];
  readonly sent: Sent;
}

export function checklistFields(view: View, form: ChecklistForm): Html {
  return html`${domains.map((domain) => section(view, domain, form))}`;
}

/** The same without anything to fill in. */
export function checklistTable(view: View, items: readonly CheckLine[]): Html {
  return html`${domains.map((domain) => itemsTable(view, domain, { items, sent: new Map(), answers: false }))}`;
}

function section(view: View, domain: Domain, form: ChecklistForm): Html {
  const name = `checklist.${domain}`;
  const [verdict] = form.sent.get(`${name}.verdict`) ?? [];
  const [note = ''] = form.sent.get(`${name}.note`) ?? [];
  const title = view.t(domainTitles[domain]);
  return html`<fieldset class="domain">
    <legend>${title}</legend>
    ${itemsTable(view, domain, { ...form, answers: true })}
    <fieldset class="inline">
      <legend>${view.t({ zh: `${title}:结论`, en: `Verdict on ${title}` })}${mark(view)}</legend>
      ${radio(view, { name: `${name}.verdict`, value: 'pass', isOn: verdict === 'pass' })}
      ${radio(view, { name: `${name}.verdict`, value: 'fail', isOn: verdict === 'fail' })}
    </fieldset>
    <p class="field">
      <label for="${name}.note">${view.t({ zh: `${title}:依据`, en: `Evidence for ${title}` })}${mark(view)}</label>
      <textarea id="${name}.note" name="${name}.note" rows="2" maxlength="4000" required>${note}</textarea>
    </p>
  </fieldset>`;
}

function mark(view: View): Html {
  return html` <span class="required">${view.t({ zh: '必填', en: 'required' })}</span>`;
}

function radio(view: View, { name, value, isOn }: { name: string; value: 'pass' | 'fail'; isOn: boolean }): Html {
  const says = value === 'pass' ? { zh: '通过', en: 'pass' } : { zh: '不通过', en: 'fail' };
  return html`<label
    ><input type="radio" name="${name}" value="${value}" required ${raw(isOn ? 'checked' : '')} />
    ${view.t(says)}</label
  >`;
}

interface Items extends ChecklistForm {
  readonly answers: boolean;
}

/** What a person is asked about stands open; what passed by itself is folded away. */
function itemsTable(view: View, domain: Domain, { items, sent, answers }: Items): Html {
  const own = items.filter((item) => item.domain.id === domain);
  const passed = own.filter(({ verdict }) => verdict === 'pass');
  const asked = own.filter(({ verdict }) => verdict !== 'pass');
  const { zh, en } = domainTitles[domain];
  const says = view.t({
    zh: `${zh}:${passed.length} 项自动通过`,
    en: `${passed.length} items of ${en} passed by themselves`,
  });
  return html`${lines(view, asked, { caption: view.t({ zh: `${zh}核查项`, en: `Items of ${en}` }), sent, answers, domain })}
  ${
    passed.length === 0
      ? ''
      : html`<details>
          <summary>${says}</summary>
          ${lines(view, passed, { caption: says, sent, answers: false, domain })}
        </details>`
  }`;
}

interface Lines {
  readonly caption: string;
  readonly sent: Sent;
  readonly answers: boolean;
  readonly domain: Domain;
}

function lines(view: View, items: readonly CheckLine[], { caption, sent, answers, domain }: Lines): Html {
  return table(view, {
    caption,
    head: [
      view.t({ zh: '核查项', en: 'item' }),
      view.t({ zh: '自动结论', en: 'automatic verdict' }),
      view.t({ zh: '依据', en: 'norm' }),
      ...(answers ? [view.t({ zh: '本人意见', en: 'your answer' })] : []),
    ],
    rows: items.map((item) => [
      itemCell(view, item),
      chip(view, verdictTitles[item.verdict] ?? { zh: item.verdict, en: item.verdict }, toneOf(item.verdict)),
      item.normRef ?? '–',
      ...(answers ? [answer(view, item, { sent, domain })] : []),
    ]),
  });
}

/** What it asks, where it failed, and the remedy. */
function itemCell(view: View, { id, title, at, got, verdict, remedy }: CheckLine): Html {
  const place = at === undefined ? '' : html`<br /><small>${at}: ${got ?? ''}</small>`;
  const help = verdict === 'fail' && remedy !== undefined ? html`<br /><small>${remedy}</small>` : '';
  return html`${title ? view.t(title) : id}${place}${help}`;
}

/** An answer of its own where a person has more to say; the section speaks for the rest. */
function answer(view: View, { id, title }: CheckLine, { sent, domain }: { sent: Sent; domain: Domain }): Html {
  const name = `checklist.${domain}.items.${id}`;
  const [chosen = ''] = sent.get(`${name}.verdict`) ?? [];
  const [note = ''] = sent.get(`${name}.note`) ?? [];
  const about = title ? view.t(title) : id;
  const option = (value: string, says: string) =>
    html`<option value="${value}" ${raw(value === chosen ? 'selected' : '')}>${says}</option>`;
  return html`<span class="answer"
    ><select name="${name}.verdict" aria-label="${view.t({ zh: `意见:${about}`, en: `Answer: ${about}` })}">
      ${option('', view.t({ zh: '随本域结论', en: 'as the domain' }))}
      ${option('pass', view.t({ zh: '通过', en: 'pass' }))} ${option('fail', view.t({ zh: '不通过', en: 'fail' }))}
    </select>
    <input
      name="${name}.note"
      value="${note}"
      maxlength="4000"
      aria-label="${view.t({ zh: `说明:${about}`, en: `Note: ${about}` })}"
  /></span>`;
}

/** The body of a checklist from the sent form; the schema of the command refuses what is missing in it. */
export function checklistFrom(sent: Sent): Readonly<Record<Domain, unknown>> {
  return Object.fromEntries(domains.map((domain) => [domain, sectionFrom(sent, domain)])) as Record<Domain, unknown>;
}

function sectionFrom(sent: Sent, domain: Domain): unknown {
  const name = `checklist.${domain}`;
  const start = `${name}.items.`;
  const text = (path: string) => sent.get(path)?.[0] ?? '';
  const items = [...sent.keys()]
    .filter((path) => path.startsWith(start) && path.endsWith('.verdict') && text(path) !== '')
    .map((path) => {
      const id = path.slice(start.length, -'.verdict'.length);
      return [id, { verdict: text(path), note: text(`${start}${id}.note`) }] as const;
    });
  const answers = items.length > 0 && { items: Object.fromEntries(items) };
  return { verdict: text(`${name}.verdict`), note: text(`${name}.note`), ...answers };
}
