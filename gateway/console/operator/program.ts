/**
 * The review of a program: its text at the frozen hash with line numbers and findings in their place, what changed since it was approved,
 * what it may hand out, what it makes of simulation data, and the judgement in four domains.
 *
 * @see AO-15-1, AO-21-2; spec console (program review)
 */
import { html } from 'hono/html';
import type { Program } from '#policies/procedure/program-doc.ts';
import type { Text } from '#policies/procedure/program-doc.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import type { CheckList } from '../../checks.ts';
import type { Offer } from '../../access/offers.ts';
import { history, stateChip } from '../desk/document.ts';
import { commandLinks } from '../desk/things.ts';
import { refused } from '../forms/refused.ts';
import type { Sent } from '../forms/values.ts';
import { chip, csrfField, table, type Html } from '../html.ts';
import type { Json } from '../../client.ts';
import { checklistFields, checklistTable } from '../review/checklist-form.ts';
import type { View } from '../view.ts';
import { contract } from './contract.ts';
import { simulated } from './simulated.ts';
import { difference, numbered, type Note } from './source.ts';

export interface ProgramReview {
  readonly program: Program;
  readonly checks: CheckList | undefined;
  readonly before: Text | undefined;
  /** Undefined where there is no script. */
  readonly findings: readonly Refusal[] | undefined;
  readonly simulation: Simulation | readonly Refusal[];
  readonly offers: readonly Offer[];
  readonly returned?: { readonly sent: Sent; readonly refusals: readonly Refusal[] } | undefined;
}

export function programReview(view: View, review: ProgramReview): Html {
  const { program, checks, returned, offers } = review;
  const mayApprove = offers.some(({ command }) => command === 'approve');
  const besides = offers.filter(({ command }) => command !== 'approve');
  return html`${returned ? refused(view, returned.refusals) : ''} ${facts(view, program)}
    ${commandLinks(view, besides, program.id)}
    <h2>${view.t({ zh: '固化文本', en: 'The text at its hash' })}</h2>
    ${sources(view, review)} ${changes(view, review)}
    <h2>${view.t({ zh: '输出约定', en: 'What it may hand out' })}</h2>
    ${contract(view, program)}
    <h2>${view.t({ zh: '模拟数据上的结果', en: 'On simulation data' })}</h2>
    ${simulated(view, review.simulation)}
    <h2>${view.t({ zh: '核查', en: 'The check' })}</h2>
    ${checks ? (mayApprove ? approval(view, program, { checks, sent: returned?.sent ?? new Map() }) : checklistTable(view, checks.items)) : ''}
    <h2>${view.t({ zh: '办理过程', en: 'What happened' })}</h2>
    ${history(view, 'program', program as unknown as Json)}`;
}

function facts(
  view: View,
  { id, state, hash, testedHash, version, vendor, agreement, scenario, content }: Program,
): Html {
  const isTested = testedHash === hash;
  return html`<p class="facts">
      <code>${id}</code> ${stateChip(view, 'program', state)}
      <span>${view.t({ zh: `第 ${version} 版`, en: `version ${version}` })}</span>
      <span
        >${view.t({ zh: '数据商', en: 'Vendor' })} <a href="/desk/propose/registrations/${vendor}">${vendor}</a></span
      >
      <span><a href="/desk/propose/agreements/${agreement}">${agreement}</a></span> <span>${scenario}</span>
      <span>${content.lane ?? 'exact'}</span>
    </p>
    <dl>
      <dt>SHA-256</dt>
      <dd><code>${hash}</code></dd>
      <dt>${view.t({ zh: '模拟测试', en: 'Tested on simulation data' })}</dt>
      <dd>
        ${chip(view, isTested ? { zh: '已测试此文本', en: 'this very text' } : { zh: '未测试此文本', en: 'not this text' }, isTested ? 'good' : 'warn')}
      </dd>
    </dl>`;
}

function sources(view: View, { program: { content }, findings }: ProgramReview): Html {
  const { queries, script } = content;
  return html`${verdict(view, findings)}
  ${queries.map(
    ({ name, sql }) =>
      html`<h3>${name}.sql</h3>
        ${numbered(`${name}.sql`, sql)}`,
  )}
  ${(script?.files ?? []).map(
    ({ path, text }) =>
      html`<h3>${path}${path === script?.entry ? view.t({ zh: '(入口)', en: ' (entry)' }) : ''}</h3>
        ${numbered(path, text, notesOf(path, findings ?? []))}`,
  )}`;
}

/** Whether the bundle is made of this source and the lint is silent. */
function verdict(view: View, findings: readonly Refusal[] | undefined): Html {
  if (!findings) return html``;
  if (findings.length === 0)
    return html`<p>
      ${chip(view, { zh: '✓ 打包一致,静态检查无发现', en: '✓ the bundle is what this source makes; the lint finds nothing' }, 'good')}
    </p>`;
  return table(view, {
    caption: view.t({ zh: '静态检查发现', en: 'Static findings' }),
    head: [view.t({ zh: '代码', en: 'code' }), view.t({ zh: '内容', en: 'what and where' })],
    rows: findings.map(({ code, detail }) => [html`<a href="/problems/${code}">${code}</a>`, detail]),
  });
}

/** A lint names its place as `(main.ts:3:14)`. */
export function notesOf(path: string, findings: readonly Refusal[]): readonly Note[] {
  return findings.flatMap(({ detail, code }) => {
    const [, file, line] = /\(([\w./-]+):(\d+):\d+\)/.exec(detail) ?? [];
    return file === path && line !== undefined ? [{ line: Number(line), says: `${code}: ${detail}` }] : [];
  });
}

function changes(view: View, { before, program }: ProgramReview): Html {
  if (!before)
    return html`<p class="soft">
      ${view.t({ zh: '此前没有批准过的版本可比较。', en: 'No text of it was approved before.' })}
    </p>`;
  const names = [...new Set([...filesOf(before.content).keys(), ...filesOf(program.content).keys()])];
  const [old, now] = [filesOf(before.content), filesOf(program.content)];
  return html`<h3>
      ${view.t({ zh: '与上一批准版本比较', en: 'Since it was approved' })} <small><code>${before.hash}</code></small>
    </h3>
    ${names.map((name) => difference(view, name, { before: old.get(name) ?? '', after: now.get(name) ?? '' }))}`;
}

function filesOf({ queries, script }: Program['content']): ReadonlyMap<string, string> {
  const texts = queries.map(({ name, sql }) => [`${name}.sql`, sql] as const);
  return new Map([...texts, ...(script?.files ?? []).map(({ path, text }) => [path, text] as const)]);
}

function approval(
  view: View,
  { id, hash }: Program,
  { checks, sent }: { readonly checks: CheckList; readonly sent: Sent },
): Html {
  const [combinations = ''] = sent.get('combinations') ?? [];
  return html`<form method="post" action="/desk/review/programs/${id}/approve" class="judgement">
    ${csrfField(view)} <input type="hidden" name="hash" value="${hash}" />
    ${checklistFields(view, { items: checks.items, sent })}
    <p class="field half">
      <label for="combinations"
        >${view.t({ zh: '批准的参数组合数', en: 'Combinations of values that are approved' })}</label
      >
      <input id="combinations" name="combinations" inputmode="numeric" value="${combinations}" />
      <small>${view.t({ zh: '留空为 1', en: '1 where left empty' })}</small>
    </p>
    <p><button class="button">${view.t({ zh: '批准此哈希', en: 'Approve this hash' })}</button></p>
  </form>`;
}
