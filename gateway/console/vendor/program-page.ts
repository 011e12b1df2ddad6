/** A program for its vendor: its text and hash, its test on simulation data, freezing, what the static check found, ordering a run. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Program } from '#policies/procedure/program-doc.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import { offersOf, type Offer } from '../../access/offers.ts';
import { readerOf, show, showNothing, showRefused, type Console, type Reader } from '../console.ts';
import { history, stateChip } from '../desk/document.ts';
import { commandLinks } from '../desk/things.ts';
import { hrefOf } from '../desk/words.ts';
import { csrfField, table, textOf, type Html } from '../html.ts';
import type { View, ViewEnv } from '../view.ts';
import { nothingAsked, questionOf } from '../workbench/asked.ts';
import { forecastPanel, resultPanel } from '../workbench/panels.ts';
import { problemList } from '../workbench/problems.ts';
import { clockTable } from './clocks.ts';
import { programSteps } from './titles.ts';

export async function programPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const doc = await programOf(c, reader);
  return doc ? showProgram(c, console, { reader, doc }) : showNothing(c);
}

/** Tests it on simulation data with every combination of its parameters; what that shows is shown here. */
export async function testedProgram(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const doc = await programOf(c, reader);
  if (!doc) return showNothing(c);
  const tested = await reader.api.call(`/propose/programs/${encodeURIComponent(doc.id)}/test`, {});
  if (!tested.ok) {
    // Asked with the text itself, a refusal has its place in it.
    const placed = await reader.api.call('/simulate/explain', questionOf(doc.content));
    return showProgram(c, console, { reader, doc, refusals: (placed.ok ? tested : placed).refusals });
  }
  const again = (await programOf(c, reader)) ?? doc;
  return showProgram(c, console, { reader, doc: again, simulation: tested.value as unknown as Simulation });
}

/** Orders a run of the approved hash with the values that were chosen. */
export async function orderedRun(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const doc = await programOf(c, reader);
  if (!doc) return showNothing(c);
  const form = await c.req.formData();
  const parameters = doc.content.parameters.map(({ name, values }) => ({
    name,
    value: values[Number(form.get(`parameter.${name}`) ?? 0)] ?? '',
  }));
  const { id: program, hash, scenario } = doc;
  const ordered = await reader.api.call('/run/runs', { program, hash, scenario, parameters });
  if (!ordered.ok) return showRefused(c, ordered);
  return c.redirect(hrefOf('run', textOf(ordered.value['id'])), 303);
}

async function programOf(c: Context<ViewEnv>, { api }: Reader): Promise<Program | undefined> {
  const found = await api.call(`/propose/programs/${encodeURIComponent(c.req.param('id') ?? '')}`);
  return found.ok ? (found.value as unknown as Program) : undefined;
}

interface Shown {
  readonly reader: Reader;
  readonly doc: Program;
  readonly simulation?: Simulation;
  readonly refusals?: readonly Refusal[];
}

function showProgram(
  c: Context<ViewEnv>,
  console: Console,
  { reader, doc, simulation, refusals }: Shown,
): Promise<Response> {
  const { view, caller } = reader;
  const { id, hash, content, state, version, agreement, reason } = doc;
  const offers = offersOf(console.office, 'program', id, caller);
  const asked = { ...nothingAsked, sql: content.queries[0]?.sql ?? '' };
  const given = simulation && {
    asked,
    outcome: { ok: true, value: { explanation: simulation.explanation, simulation, budgets: [] } } as const,
  };
  const body = html`<p>
      ${stateChip(view, 'program', state)} <code>${id}</code> ·
      ${view.t({ zh: `第 ${version} 版`, en: `version ${version}` })} ·
      <a href="${hrefOf('agreement', agreement)}">${view.t({ zh: '协议', en: 'its agreement' })}</a>
    </p>
    <p class="note"><strong>${view.t({ zh: '下一步', en: 'Next' })}</strong> ${view.t(programSteps[state])}</p>
    ${reason === undefined ? '' : html`<p class="refused">${reason}</p>`}
    ${refusals ? problemList(view, asked, refusals) : ''} ${deeds(view, doc, offers)}
    ${
      given
        ? html`<h2>${view.t({ zh: '仿真测试结果', en: 'What the test showed' })}</h2>
            ${forecastPanel(view, console.office, given)} ${resultPanel(view, given)}`
        : ''
    }
    <h2>${view.t({ zh: '文本', en: 'Text' })}</h2>
    <p>SHA-256 <code>${hash}</code></p>
    ${textsOf(view, doc)} ${findings(view, doc)}
    ${clockTable(view, console.office, { life: 'program', doc: { ...doc } })} ${history(view, 'program', { ...doc })}`;
  return show(
    c,
    { title: { zh: `程序:${content.title}`, en: `Program: ${content.title}` }, stage: 'propose', body },
    refusals ? 422 : 200,
  );
}

/** What its vendor does most, with one press; the rest by the general forms. */
function deeds(view: View, doc: Program, offers: readonly Offer[]): Html {
  const { id, state } = doc;
  const path = `/desk/propose/programs/${encodeURIComponent(id)}`;
  const may = (command: string) => offers.some((offer) => offer.command === command);
  const isTestable = state === 'draft' || state === 'dev_tested';
  return html`${isTestable ? press(view, { path: `${path}/test`, name: 'test', says: view.t({ zh: '在仿真数据上测试', en: 'Test on simulation data' }) }) : ''}
    ${may('freeze') ? press(view, { path: `${path}/freeze`, name: 'freeze', says: view.t({ zh: '固化此文本', en: 'Freeze this text' }) }) : ''}
    ${state === 'approved' ? order(view, doc, path) : ''}
    <p>
      <a href="/workbench?sql=${encodeURIComponent(doc.content.queries[0]?.sql ?? '')}"
        >${view.t({ zh: '在开发台打开查询', en: 'Open its query at the workbench' })}</a
      >
    </p>
    ${commandLinks(
      view,
      offers.filter(({ command }) => command !== 'freeze'),
      id,
    )}`;
}

function press(
  view: View,
  { path, name, says }: { readonly path: string; readonly name: string; readonly says: string },
): Html {
  return html`<form method="post" action="${path}">
    ${csrfField(view)}
    <p><button id="${name}">${says}</button></p>
  </form>`;
}

function order(view: View, { content: { parameters } }: Program, path: string): Html {
  return html`<form method="post" action="${path}/run" class="command">
    ${csrfField(view)}
    ${parameters.map(
      ({ name, values }) =>
        html`<p class="field">
          <label for="parameter.${name}"><code>$${name}</code></label>
          <select id="parameter.${name}" name="parameter.${name}">
            ${values.map((value, at) => html`<option value="${at}">${value}</option>`)}
          </select>
        </p>`,
    )}
    <p><button id="order">${view.t({ zh: '在真实数据上运行', en: 'Run on real data' })}</button></p>
  </form>`;
}

function textsOf(view: View, { content }: Program): Html {
  const { queries, script, lane = 'exact', privacy, release, parameters } = content;
  const settings = {
    lane,
    ...(privacy && { privacy }),
    ...(release && { release }),
    ...(parameters.length > 0 && { parameters }),
  };
  return html`${queries.map(
      ({ name, sql }) =>
        html`<h3>${view.t({ zh: `查询 ${name}`, en: `Query ${name}` })}</h3>
          <pre>${sql}</pre>`,
    )}
    ${(script?.files ?? []).map(
      ({ path, text }) =>
        html`<h3>${path}</h3>
          <pre>${text}</pre>`,
    )}
    <h3>${view.t({ zh: '设置', en: 'Settings' })}</h3>
    <pre>${JSON.stringify(settings, undefined, 2)}</pre>`;
}

function findings(view: View, { uses, outputs, content }: Program): Html {
  if (!uses) return html``;
  const declared = outputs ?? content.outputs;
  return html`<h2>${view.t({ zh: '静态检查', en: 'What the static check found' })}</h2>
    ${table(view, {
      caption: view.t({ zh: '读取的列', en: 'Columns that it reads' }),
      head: [view.t({ zh: '表', en: 'table' }), view.t({ zh: '列', en: 'columns' })],
      rows: uses.map((use) => [html`<code>${use.table}</code>`, html`<code>${use.columns.join(', ')}</code>`]),
    })}
    ${table(view, {
      caption: view.t({ zh: '可输出的内容', en: 'What it may hand out' }),
      head: [
        view.t({ zh: '名称', en: 'name' }),
        view.t({ zh: '种类', en: 'kind' }),
        view.t({ zh: '列', en: 'columns' }),
      ],
      rows: declared.map((one) => [
        one.name,
        one.kind,
        'columns' in one ? (one.columns ?? []).map(({ name, type }) => `${name} ${type}`).join(', ') : '',
      ]),
    })}`;
}
