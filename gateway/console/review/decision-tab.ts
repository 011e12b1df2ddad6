/**
 * Tab *decision*: what the automatic check says in four domains, the reader's own vote, and when all are in the votes, what two who disagree
 * come to, and the exception. The API leaves out what the reader may not see yet, so nothing of it is in the page.
 *
 * @see disclosure.md §6; docs/decisions/021-blind-votes.md, 022-exceptions.md
 */
import { html } from 'hono/html';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { Vote } from '#policies/procedure/export-votes.ts';
import { domains, domainTitles } from '#policies/procedure/checklist.ts';
import { needsException } from '#policies/procedure/export-exception.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { CheckLine, CheckList } from '../../checks.ts';
import { commandTitle } from '../desk/words.ts';
import { refused } from '../forms/refused.ts';
import type { Sent } from '../forms/values.ts';
import { chip, moment, table, type Html } from '../html.ts';
import type { View } from '../view.ts';
import { checklistTable } from './checklist-form.ts';
import type { Examined } from './examined.ts';
import { exceptionPart } from './exception-form.ts';
import { ruleTitle } from './rule-words.ts';
import { judgementForm } from './vote-form.ts';
import { decisionTitles, findingTitles, toneOf, verdictTitles } from './words.ts';

/** A form that came back, with what was filled in. */
export interface Returned {
  readonly kind: 'vote' | 'consolidate' | 'request_exception';
  readonly sent: Sent;
  readonly refusals: readonly Refusal[];
}

export interface Deciding {
  readonly checks: CheckList;
  readonly returned?: Returned | undefined;
}

export function decisionTab(examined: Examined, { checks, returned }: Deciding): Html {
  const { view, doc, caller, offers } = examined;
  const sentTo = (kind: Returned['kind']): Sent => (returned?.kind === kind ? returned.sent : new Map());
  const mine = doc.votes.find(({ by }) => by.person === caller.person);
  const mayVote = offers.includes('vote') && !mine;
  const isAsked = mayVote || (offers.includes('consolidate') && mine !== undefined);
  return html`${returned ? refused(view, returned.refusals) : ''} ${findingTable(view, doc)}
    <h2>${view.t({ zh: '自动核查结论', en: 'The automatic check' })}</h2>
    ${packOf(view, checks)} ${isAsked ? '' : checklistTable(view, checks.items)} ${votes(examined, checks.items)}
    ${
      mayVote
        ? html`<h2 id="vote">${view.t({ zh: '本人意见', en: 'Your vote' })}</h2>
            ${blindNote(view)} ${judgementForm(view, 'vote', { doc, items: checks.items, sent: sentTo('vote') })}`
        : ''
    }
    ${consolidation(examined, checks.items, sentTo('consolidate'))}
    ${exceptionPart(examined, sentTo('request_exception'))} ${otherActs(examined)}`;
}

function packOf(view: View, { pack, version, hash, recorded, parties }: CheckList): Html {
  const { managing, using } = parties;
  return html`<p class="soft">
    ${view.t({ zh: '规则包', en: 'Rule pack' })} ${pack}/${version} <code>${hash}</code>.
    ${view.t(recorded ? { zh: '以日志所载为准。', en: 'As the record has it.' } : { zh: '按现在计算。', en: 'As it would be now.' })}
    ${view.t({ zh: '责任人:', en: 'Answerable: ' })}${managing?.person ?? '–'} / ${using?.person ?? '–'}
  </p>`;
}

function findingTable(view: View, { findings }: Export): Html {
  return table(view, {
    caption: view.t({ zh: '自动核查的发现', en: 'Findings of the automatic check' }),
    head: [
      view.t({ zh: '处理', en: 'weight' }),
      view.t({ zh: '说明', en: 'what it says' }),
      view.t({ zh: '代码', en: 'code' }),
      view.t({ zh: '运行', en: 'run' }),
    ],
    rows: findings.map(({ verdict, code, run }) => [
      chip(view, findingTitles[verdict], needsException({ verdict }) ? 'bad' : verdict === 'notice' ? 'warn' : 'calm'),
      ruleTitle(view, code),
      html`<code>${code}</code>`,
      run,
    ]),
  });
}

function blindNote(view: View): Html {
  return html`<p class="note">
    ${view.t({
      zh: '双人独立核查:在全部意见提交之前,任何人都看不到他人的意见与评论,您提交的内容同样如此。',
      en: 'Two reviewers, blind: until all votes are in nobody reads another’s vote or comment, and nobody reads yours.',
    })}
  </p>`;
}

/** Those that the API tells; how many there are besides is in the record for everybody. */
function votes({ view, doc, caller }: Examined, items: readonly CheckLine[]): Html {
  const cast = doc.acts.slice(roundOf(doc)).filter(({ type }) => type === 'export.voted').length;
  const isOpen = doc.state === 'operator_review';
  const title = html`<h2>${view.t({ zh: '核查意见', en: 'Votes' })}</h2>`;
  const open = html`<p role="status">
    ${view.t({
      zh: `本轮已提交 ${cast} 份意见;全部提交前互不可见。`,
      en: `${cast} of this round are in; none is told before all are.`,
    })}
  </p>`;
  return html`${title} ${isOpen ? open : ''}
  ${doc.votes.map((vote) => voteOf(view, vote, { items, isMine: vote.by.person === caller.person }))}
  ${doc.votes.length === 0 && !isOpen ? html`<p class="empty">${view.t({ zh: '没有意见。', en: 'There are none.' })}</p>` : ''}`;
}

/** Where the present round begins among the acts. */
function roundOf({ acts }: Export): number {
  return acts.findLastIndex(({ type, to }) => to === 'operator_review' && type !== 'export.voted') + 1;
}

interface Told {
  readonly items: readonly CheckLine[];
  readonly isMine: boolean;
}

function voteOf(view: View, vote: Vote, { items, isMine }: Told): Html {
  const { by, at, decision, comment, toVendor, checklist } = vote;
  const who = isMine ? view.t({ zh: '本人', en: 'yours' }) : by.person;
  return html`<article class="vote">
    <h3>${who}: ${view.t(decisionTitles[decision] ?? { zh: decision, en: decision })}</h3>
    <p>${moment(view, at)} <small>${by.org}</small></p>
    <p>${comment}</p>
    ${toVendor === undefined ? '' : html`<p>${view.t({ zh: '告知数据商:', en: 'Told to the vendor: ' })}${toVendor}</p>`}
    ${sections(view, { checklist, of: who }, items)}
  </article>`;
}

function sections(
  view: View,
  { checklist, of }: { readonly checklist: Vote['checklist']; readonly of: string },
  items: readonly CheckLine[],
): Html {
  const titleOf = (id: string) => items.find((item) => item.id === id)?.title;
  return table(view, {
    caption: view.t({ zh: `${of}:四个领域`, en: `${of}: four domains` }),
    head: [
      view.t({ zh: '领域', en: 'domain' }),
      view.t({ zh: '结论', en: 'verdict' }),
      view.t({ zh: '依据', en: 'evidence' }),
    ],
    rows: domains.map((domain) => {
      const { verdict, note, items: own = {} } = checklist[domain];
      const answers = Object.entries(own).map(([id, said]) => {
        const title = titleOf(id);
        return html`<br /><small
            >${title ? view.t(title) : id}: ${view.t(verdictTitles[said.verdict] ?? { zh: '', en: '' })}
            ${said.note}</small
          >`;
      });
      return [
        view.t(domainTitles[domain]),
        chip(view, verdictTitles[verdict] ?? { zh: verdict, en: verdict }, toneOf(verdict)),
        html`${note}${answers}`,
      ];
    }),
  });
}

/** Where two disagree: one writes down what both came to, the other signs or contests. */
function consolidation({ view, doc, offers, caller }: Examined, items: readonly CheckLine[], sent: Sent): Html {
  const written = doc.consolidation;
  const isVoter = doc.votes.some(({ by }) => by.person === caller.person);
  if (doc.state !== 'conflicted' && !written) return html``;
  const contested =
    doc.contested === undefined
      ? ''
      : html`<p class="note">${view.t({ zh: '未获会签:', en: 'It was not signed: ' })}${doc.contested}</p>`;
  return html`<h2 id="consolidation">${view.t({ zh: '合议', en: 'Consolidation' })}</h2>
    ${contested}
    ${
      written
        ? html`<p>
              ${written.by.person}: ${view.t(decisionTitles[written.decision] ?? { zh: '', en: written.decision })}.
              ${written.comment}
            </p>
            ${sections(view, { checklist: written.checklist, of: view.t({ zh: '合议', en: 'Consolidation' }) }, items)}`
        : ''
    }
    ${
      offers.includes('consolidate') && isVoter
        ? judgementForm(view, 'consolidate', { doc, items, sent })
        : doc.state === 'conflicted'
          ? html`<p>
              ${view.t({ zh: '两名核查人意见不一,由其中一人写下共同结论,另一人会签。', en: 'The two disagree: one of them writes down what both come to, the other signs.' })}
            </p>`
          : ''
    }`;
}

const besides = ['countersign', 'contest', 'return', 'grant_exception', 'refuse_exception'];

/** What else may be done now, on a page with its own form. */
function otherActs({ view, doc, offers }: Examined): Html {
  const own = besides.filter((command) => offers.includes(command));
  if (own.length === 0) return html``;
  return html`<h2>${view.t({ zh: '其他办理', en: 'What else may be done' })}</h2>
    <ul class="actions">
      ${own.map(
        (command) =>
          html`<li>
            <a class="button plain" href="/desk/check/exports/${doc.id}/${command}">${commandTitle(view, command)}</a>
          </li>`,
      )}
    </ul>`;
}
