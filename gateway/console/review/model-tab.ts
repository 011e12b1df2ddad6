/** Tab *model and program*: the structure of a model and its tests, and the program behind the result at the hash that was approved. */
import { html } from 'hono/html';
import type { ModelEvidence } from '#sandbox/door.ts';
import { modelLimits } from '#policies/disclosure/model/limits.ts';
import type { Evidence } from '../../evidence.ts';
import type { Json } from '../../client.ts';
import { chip, moment, table, textOf, type Html } from '../html.ts';
import type { View } from '../view.ts';
import type { Examined } from './examined.ts';
import { revealForm } from './reveal-form.ts';
import { ruleSource, ruleTitle } from './rule-words.ts';
import { runLinks } from './tabs.ts';
import { toneOf, verdictTitles } from './words.ts';

interface Made {
  readonly evidence: Evidence;
  readonly run: Json;
  readonly program: Json;
}

export function modelTab(examined: Examined, { evidence, run, program }: Made): Html {
  const { view, doc } = examined;
  return html`${runLinks(view, { id: doc.id, tab: 'model', runs: evidence.runs, run: evidence.run })}
    ${evidence.model ? modelCard(view, evidence.model) : noModel(view)}
    <h2>${view.t({ zh: '程序证明', en: 'The program at its frozen hash' })}</h2>
    ${programCard(view, { run, program })} ${evidence.model ? revealForm(examined, evidence.run) : ''}`;
}

function noModel(view: View): Html {
  return html`<p>${view.t({ zh: '本次运行的结果不是模型。', en: 'The result of this run is no model.' })}</p>`;
}

function modelCard(view: View, { family, maker, lane, features, parameters, checks }: ModelEvidence): Html {
  const makers = {
    program: { zh: '数据商程序', en: "the vendor's program" },
    trainer: { zh: '域内可信训练器', en: 'the trainer of the domain' },
  };
  return html`<h2>${view.t({ zh: '结构卡', en: 'Structural card' })}</h2>
    <dl>
      <dt>${view.t({ zh: '模型族', en: 'Family' })}</dt>
      <dd>${family}</dd>
      <dt>${view.t({ zh: '训练者', en: 'Made by' })}</dt>
      <dd>${view.t(makers[maker])}</dd>
      <dt>${view.t({ zh: '通道', en: 'Lane' })}</dt>
      <dd>${view.t(lane === 'exact' ? { zh: '精确', en: 'exact' } : { zh: '隐私', en: 'private' })}</dd>
      <dt>${view.t({ zh: '特征数', en: 'Features' })}</dt>
      <dd>${features}</dd>
      <dt>${view.t({ zh: '参数数', en: 'Parameters' })}</dt>
      <dd>${parameters} <small>≤ ${modelLimits('standard').maxParameters}</small></dd>
    </dl>
    ${table(view, {
      caption: view.t({
        zh: '已做的检查与上限(数值须经记录的查看)',
        en: 'Tests made and their limits (figures by a recorded look)',
      }),
      head: [
        view.t({ zh: '检查', en: 'test' }),
        view.t({ zh: '说明', en: 'what it looks for' }),
        view.t({ zh: '上限', en: 'limit' }),
        view.t({ zh: '结论', en: 'verdict' }),
        view.t({ zh: '依据', en: 'source' }),
      ],
      numbers: [2],
      rows: checks.map(({ name, verdict, limit }) => [
        html`<code>${name}</code>`,
        ruleTitle(view, name),
        limit,
        chip(view, verdictTitles[verdict] ?? { zh: verdict, en: verdict }, toneOf(verdict)),
        ruleSource(name),
      ]),
    })}`;
}

interface Act {
  readonly type: string;
  readonly at: string;
  readonly by: { readonly person: string; readonly org: string };
}

/** Approved by whom, when, and whether what ran is what was approved. */
function programCard(view: View, { run, program }: { readonly run: Json; readonly program: Json }): Html {
  const id = textOf(program['id']);
  const isSame = run['hash'] === program['hash'];
  const approved = ((program['acts'] ?? []) as readonly Act[]).findLast(({ type }) => type === 'program.approved');
  const same = isSame
    ? { zh: '与程序现行版本一致', en: 'equal to the present text of the program' }
    : { zh: '程序此后已修改;运行的是此哈希', en: 'the program was changed since; this hash is what ran' };
  return html`<dl>
    <dt>${view.t({ zh: '程序', en: 'Program' })}</dt>
    <dd><a href="/desk/propose/programs/${id}">${id}</a></dd>
    <dt>${view.t({ zh: '运行的哈希', en: 'Hash that ran' })}</dt>
    <dd><code>${textOf(run['hash'])}</code> ${chip(view, same, isSame ? 'good' : 'warn')}</dd>
    <dt>${view.t({ zh: '批准', en: 'Approved' })}</dt>
    <dd>
      ${approved ? html`${moment(view, approved.at)} <small>${approved.by.person} ${approved.by.org}</small>` : '–'}
    </dd>
    <dt>${view.t({ zh: '隔离等级', en: 'Isolation tier' })}</dt>
    <dd>${textOf((run['result'] as Json | undefined)?.['tier'] ?? '–')}</dd>
  </dl>`;
}
