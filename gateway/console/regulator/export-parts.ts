/** What a trace of an export says besides its graph: data versions, code, checks, who answers for each step, who received it, and the question to compute it again. */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import { domainTitles, type Domain } from '#policies/procedure/checklist.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { Program } from '#policies/procedure/program-doc.ts';
import type { Run } from '#policies/procedure/run.ts';
import type { Json } from '../../client.ts';
import type { Reader } from '../console.ts';
import { csrfField, moment, table, textOf, type Html } from '../html.ts';
import { said, saidAll } from '../public/items.ts';
import type { View } from '../view.ts';
import type { Graph } from './graph.ts';
import { actorLink, idCode, itemsOf, stateMark, stateOf, thingLink, partsOf } from './items.ts';
import { verdictTitles } from './words.ts';

/** Parts of the page, in the order in which a regulator asks. */
export async function exportParts(reader: Reader, id: string, graph: Graph): Promise<Html> {
  const { view, api } = reader;
  const found = await api.call(`/check/exports/${encodeURIComponent(id)}`);
  if (!found.ok) return html``;
  const doc = found.value as unknown as Export;
  const [runs, programs, steps, events, list] = await Promise.all([
    docsOf<Run>(reader, graph, 'run', '/run/runs'),
    docsOf<Program>(reader, graph, 'program', '/review/programs'),
    api.call(`/audit/exports/${encodeURIComponent(id)}/responsibility`),
    api.call(`/audit/trace/${encodeURIComponent(`export/${id}`)}`),
    api.call(`/check/exports/${encodeURIComponent(id)}/checks`),
  ]);
  return html`${identity(view, doc)} ${sources(view, runs)} ${code(view, programs, runs)}
  ${checks(view, doc, itemsOf(list))} ${responsibility(view, itemsOf(steps))}
  ${received(view, doc, events.ok ? (events.value['events'] as readonly Json[]) : [])}
  ${doc.files ? replayForm(view, id) : ''}`;
}

async function docsOf<Doc>({ api }: Reader, graph: Graph, kind: string, path: string): Promise<readonly Doc[]> {
  const named = graph.nodes.filter((node) => node.kind === kind);
  const found = await Promise.all(named.map(({ id }) => api.call(`${path}/${encodeURIComponent(id)}`)));
  return found.flatMap((one) => (one.ok ? [one.value as unknown as Doc] : []));
}

function identity(view: View, { product, filing, receipt, certificate, files = [] }: Export): Html {
  const line = (says: { zh: string; en: string }, value: string | undefined) =>
    value === undefined
      ? ''
      : html`<dt>${view.t(says)}</dt>
          <dd>${idCode(value)}</dd>`;
  return html`<h2>${view.t({ zh: '成果', en: 'The export' })}</h2>
    <dl>
      <dt>${view.t({ zh: '名称', en: 'Title' })}</dt>
      <dd>${said(view, product.title)}</dd>
      <dt>${view.t({ zh: '用途', en: 'Purpose' })}</dt>
      <dd>${said(view, product.purpose)}</dd>
      ${line({ zh: '备案号', en: 'Filing' }, filing)} ${line({ zh: '备案回执', en: 'Receipt of the filing' }, receipt)}
      ${line({ zh: '证书摘要', en: 'Certificate' }, certificate)}
      ${files.map(
        ({ name, sha256 }) =>
          html`<dt>${name}</dt>
            <dd>${idCode(sha256)}</dd>`,
      )}
    </dl>`;
}

function sources(view: View, runs: readonly Run[]): Html {
  return html`<h2>${view.t({ zh: '数据来源与版本', en: 'Sources and versions' })}</h2>
    ${table(view, {
      caption: view.t({
        zh: '每次运行读取的快照及其承诺',
        en: 'Snapshots that the runs read, each with its commitment',
      }),
      head: [
        view.t({ zh: '目录条目', en: 'entry' }),
        view.t({ zh: '快照', en: 'snapshot' }),
        view.t({ zh: '承诺(域内密钥)', en: 'commitment (keyed in the domain)' }),
        view.t({ zh: '运行', en: 'run' }),
      ],
      rows: runs.flatMap(({ id, result }) =>
        (result?.sources ?? []).map(({ entry, snapshot, commitment }) => [
          html`<a href="/catalog/${entry}">${entry}</a>`,
          idCode(snapshot),
          idCode(commitment),
          thingLink(view, `run/${id}`),
        ]),
      ),
    })}`;
}

function code(view: View, programs: readonly Program[], runs: readonly Run[]): Html {
  return html`<h2>${view.t({ zh: '程序', en: 'Code' })}</h2>
    ${table(view, {
      caption: view.t({ zh: '获批并实际运行的程序文本', en: 'The approved text, by the hash that ran' }),
      head: [
        view.t({ zh: '程序', en: 'program' }),
        view.t({ zh: '名称', en: 'title' }),
        view.t({ zh: '获批哈希', en: 'approved hash' }),
        view.t({ zh: '运行时哈希', en: 'hash that ran' }),
        view.t({ zh: '隔离等级', en: 'isolation' }),
      ],
      rows: programs.map(({ id, hash, content }) => {
        const own = runs.filter(({ program }) => program === id);
        const same = own.every((run) => run.hash === hash);
        return [
          thingLink(view, `program/${id}`),
          said(view, content.title),
          idCode(hash),
          same ? view.t({ zh: '一致', en: 'the same' }) : html`${own.map((run) => idCode(run.hash))}`,
          [...new Set(own.flatMap(({ result }) => result?.tier ?? []))].join(', '),
        ];
      }),
    })}`;
}

function checks(view: View, { check, findings, votes, exception }: Export, lines: readonly Json[]): Html {
  const titles = new Map(lines.map(({ id, title }) => [id, title as Title | undefined]));
  const items = check?.items ?? [];
  const answered = new Map(votes.flatMap((vote) => vote.check?.items ?? []).map((item) => [item.id, item.verdict]));
  return html`<h2>${view.t({ zh: '核查', en: 'Checks' })}</h2>
    ${
      check
        ? html`<p>
            ${view.t({ zh: '核查规则包', en: 'Rule pack' })}
            <code>${check.pack}/${check.version}</code> ${idCode(check.hash)}
          </p>`
        : ''
    }
    ${table(view, {
      caption: view.t({ zh: '核查项', en: 'Items of the check' }),
      head: [
        view.t({ zh: '核查项', en: 'item' }),
        view.t({ zh: '方面', en: 'domain' }),
        view.t({ zh: '自动', en: 'automatic' }),
        view.t({ zh: '人工', en: 'by people' }),
      ],
      rows: items.map(({ id, verdict }) => [
        html`${titles.get(id) ? view.t(titles.get(id) ?? { zh: id, en: id }) : ''} <code>${id}</code>`,
        view.t(domainTitles[id.split('.')[1] as Domain]),
        view.t(verdictTitles[verdict]),
        answered.has(id) ? view.t(verdictTitles[answered.get(id) ?? 'open']) : '–',
      ]),
    })}
    ${table(view, {
      caption: view.t({ zh: '披露风险发现', en: 'Findings of disclosure control' }),
      head: [
        view.t({ zh: '运行', en: 'run' }),
        view.t({ zh: '规则', en: 'rule' }),
        view.t({ zh: '结论', en: 'verdict' }),
      ],
      rows: findings.map(({ run, code: rule, verdict }) => [
        thingLink(view, `run/${run}`),
        html`<code>${rule}</code>`,
        view.t(verdictTitles[verdict]),
      ]),
    })}
    ${exception ? html`<p class="note">${view.t({ zh: '经例外批准放行。', en: 'Passed by an exception.' })}</p>` : ''}`;
}

function responsibility(view: View, steps: readonly Json[]): Html {
  return html`<h2>${view.t({ zh: '责任链', en: 'Who answers for it' })}</h2>
    ${table(view, {
      caption: view.t({ zh: `自登记至出域共 ${steps.length} 步`, en: `${steps.length} steps, oldest first` }),
      head: [
        view.t({ zh: '时间', en: 'when' }),
        view.t({ zh: '对象', en: 'of' }),
        view.t({ zh: '结果', en: 'what came of it' }),
        view.t({ zh: '事件', en: 'event' }),
        view.t({ zh: '责任人', en: 'who' }),
      ],
      rows: steps.map((step) => stepRow(view, step)),
    })}`;
}

/** A step of somebody: also in the list of what one person did. */
export function stepRow(view: View, step: Json): readonly Html[] {
  const name = textOf(step['thing']);
  const to = step['to'];
  return [
    moment(view, textOf(step['at'])),
    thingLink(view, name),
    html`${typeof to === 'string' ? stateOf(view, partsOf(name).kind, to) : '–'}`,
    html`<code>${textOf(step['event'])}</code>`,
    actorLink(view, step),
  ];
}

function received(view: View, { product, state }: Export, events: readonly Json[]): Html {
  const taken = events.filter(({ type }) => /^(?:bundle|table|call|api|apiCall|apiProduct)\./.test(textOf(type)));
  return html`<h2>${view.t({ zh: '去向', en: 'Who received it' })}</h2>
    <p>
      ${view.t({ zh: '约定接收方:', en: 'Recipients agreed on: ' })}${saidAll(view, product.recipients)}
      ${stateMark(view, 'export', state)}
    </p>
    ${table(view, {
      caption: view.t({ zh: '下载与接口调用', en: 'Downloads and API calls' }),
      head: [
        view.t({ zh: '时间', en: 'when' }),
        view.t({ zh: '日志条目', en: 'log entry' }),
        view.t({ zh: '事件', en: 'event' }),
        view.t({ zh: '经办', en: 'who' }),
        view.t({ zh: '文件包哈希', en: 'hash of the bundle' }),
      ],
      numbers: [1],
      rows: taken.map((event) => [
        moment(view, textOf(event['at'])),
        textOf(event['seq']),
        html`<code>${textOf(event['type'])}</code>`,
        actorLink(view, { person: event['actor'], org: event['org'], role: event['role'] }),
        idCode(textOf((event['payload'] as Json | undefined)?.['sha256'])),
      ]),
    })}`;
}

function replayForm(view: View, id: string): Html {
  return html`<h2>${view.t({ zh: '复算', en: 'Compute it again' })}</h2>
    <p>
      ${view.t({
        zh: '在域内以当时的快照重新运行,并与已出域的文件逐字节比对。提问与结果均记入日志。',
        en: 'The runs are carried out once more in the domain over the snapshots of then and compared byte by byte with what left. Question and outcome stand in the log.',
      })}
    </p>
    <form class="command" method="post" action="/desk/trace/exports/${encodeURIComponent(id)}/replay">
      ${csrfField(view)}
      <p class="field">
        <label for="reason">${view.t({ zh: '理由', en: 'Reason' })}</label>
        <input id="reason" name="reason" required maxlength="2000" />
      </p>
      <p><button>${view.t({ zh: '复算', en: 'Compute again' })}</button></p>
    </form>`;
}
