/** The page of one's own account: sessions, tokens, password and second factor. */
import { html } from 'hono/html';
import { accessToken, mostTokenDays, type AccessToken } from '#policies/procedure/cases/access-token.ts';
import type { Refusal } from '#policies/refusal.ts';
import { stageTitles, type Page } from '../console/frame.ts';
import { chip, csrfField, moment, table, type Html } from '../console/html.ts';
import type { View } from '../console/view.ts';
import { stages } from '../stages/collections.ts';
import { field, form, said } from './pages.ts';
import type { SessionLine } from './sessions.ts';
import type { IssuedToken } from './tokens.ts';

export interface Own {
  readonly sessions: readonly SessionLine[];
  /** Of them, the one that looks. */
  readonly current: string;
  readonly tokens: readonly AccessToken[];
  readonly issued?: IssuedToken | undefined;
  readonly refusals?: readonly Refusal[] | undefined;
}

export function ownPage(view: View, own: Own): Page {
  return {
    title: { zh: '我的账户', en: 'My account' },
    body: html`${said(view, own.refusals)} ${own.issued ? issuedNote(view, own.issued) : ''}
      <ul class="actions">
        <li>
          <a class="button plain" href="/account/password">${view.t({ zh: '修改密码', en: 'Change the password' })}</a>
        </li>
        <li>
          <a class="button plain" href="/account/prove"
            >${view.t({ zh: '再次验证', en: 'Prove the second factor again' })}</a
          >
        </li>
      </ul>
      ${sessionList(view, own)} ${tokenList(view, own.tokens)} ${tokenForm(view)} ${backupForm(view)}`,
  };
}

function sessionList(view: View, { sessions, current }: Own): Html {
  const rows = sessions.map(({ id, begunAt, seenAt, agent }) => [
    moment(view, begunAt),
    moment(view, seenAt),
    id === current ? chip(view, { zh: '当前', en: 'this one' }, 'good') : agent,
    button(view, { action: '/account/sign-out', name: 'id', value: id, says: { zh: '退出', en: 'Sign out' } }),
  ]);
  return html`<h2>${view.t({ zh: '会话', en: 'Sessions' })}</h2>
    ${table(view, {
      caption: view.t({ zh: '已登录的浏览器', en: 'Browsers that are signed in' }),
      head: [
        view.t({ zh: '开始', en: 'begun' }),
        view.t({ zh: '最近使用', en: 'last used' }),
        view.t({ zh: '浏览器', en: 'browser' }),
        view.t({ zh: '操作', en: 'action' }),
      ],
      rows,
    })}
    ${button(view, {
      action: '/account/sign-out',
      name: 'everywhere',
      value: 'yes',
      says: { zh: '全部退出', en: 'Sign out everywhere' },
    })}`;
}

function tokenList(view: View, tokens: readonly AccessToken[]): Html {
  const rows = tokens.map(({ id, name, state, scope, until }) => [
    name,
    id,
    chip(view, accessToken.states[state] ?? { zh: state, en: state }, state === 'valid' ? 'good' : 'calm'),
    `${scope.stages.map((stage) => view.t(stageTitles[stage])).join(view.t({ zh: '、', en: ', ' }))}${
      scope.readOnly ? view.t({ zh: '(只读)', en: ' (read only)' }) : ''
    }`,
    moment(view, until),
    state === 'valid'
      ? button(view, {
          action: `/account/tokens/${id}/revoke`,
          name: 'id',
          value: id,
          says: { zh: '撤销', en: 'Revoke' },
        })
      : '',
  ]);
  return html`<h2>${view.t({ zh: '访问令牌', en: 'Access tokens' })}</h2>
    ${table(view, {
      caption: view.t({ zh: '程序以我的名义使用的令牌', en: 'By which programs act in my name' }),
      head: [
        view.t({ zh: '名称', en: 'name' }),
        view.t({ zh: '编号', en: 'id' }),
        view.t({ zh: '状态', en: 'state' }),
        view.t({ zh: '范围', en: 'scope' }),
        view.t({ zh: '到期', en: 'ends' }),
        view.t({ zh: '操作', en: 'action' }),
      ],
      rows,
    })}`;
}

function tokenForm(view: View): Html {
  return html`<h3>${view.t({ zh: '签发令牌', en: 'Issue a token' })}</h3>
    <form class="command" method="post" action="/account/tokens">
      ${csrfField(view)} ${field(view, { name: 'name', title: { zh: '名称', en: 'Name' } })}
      <fieldset>
        <legend>${view.t({ zh: '阶段', en: 'Stages' })}</legend>
        ${stages.map(
          (stage) =>
            html`<label
              ><input type="checkbox" name="stages" value="${stage}" /> ${view.t(stageTitles[stage])}</label
            > `,
        )}
      </fieldset>
      <p>
        <label
          ><input type="checkbox" name="readOnly" value="yes" checked />
          ${view.t({ zh: '只读', en: 'Read only' })}</label
        >
      </p>
      <div class="field">
        <label for="days"
          >${view.t({ zh: `有效天数(至多 ${mostTokenDays})`, en: `Days (at most ${mostTokenDays})` })}</label
        >
        <input id="days" name="days" type="number" min="1" max="${mostTokenDays}" value="30" required />
      </div>
      <p><button>${view.t({ zh: '签发', en: 'Issue' })}</button></p>
    </form>`;
}

function backupForm(view: View): Html {
  return html`<h2>${view.t({ zh: '备用码', en: 'Backup codes' })}</h2>
    ${form(view, {
      action: '/account/backup-codes',
      does: { zh: '重新生成', en: 'Make new ones' },
      fields: [
        {
          name: 'password',
          title: { zh: '密码', en: 'Password' },
          type: 'password',
          autocomplete: 'current-password',
        },
      ],
    })}`;
}

function issuedNote(view: View, { token }: IssuedToken): Html {
  return html`<div class="note" role="status">
    <p>${view.t({ zh: '新令牌,仅此显示:', en: 'The new token, shown only now:' })}</p>
    <p><code id="token">${token}</code></p>
  </div>`;
}

interface ButtonSpec {
  readonly action: string;
  readonly name: string;
  readonly value: string;
  readonly says: { readonly zh: string; readonly en: string };
}

function button(view: View, { action, name, value, says }: ButtonSpec): Html {
  return html`<form method="post" action="${action}">
    ${csrfField(view)}<button class="plain" name="${name}" value="${value}">${view.t(says)}</button>
  </form>`;
}
