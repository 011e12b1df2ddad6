/** Pages of signing in: forms that work without a script. What they say does not depend on whether there is such a person. */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import { refused } from '../console/forms/refused.ts';
import type { Page } from '../console/frame.ts';
import { csrfField, type Html } from '../console/html.ts';
import type { View } from '../console/view.ts';
import type { Accounts } from '../accounts.ts';
import type { Refusal } from '#policies/refusal.ts';
import type { Enrolment } from './second-factor.ts';

const name: Title = { zh: '账户名', en: 'Name of the account' };
const password: Title = { zh: '密码', en: 'Password' };
const newPassword: Title = { zh: '新密码(至少 12 个字符)', en: 'New password (at least 12 characters)' };
const code: Title = { zh: '验证码或备用码', en: 'Code of the second factor, or a backup code' };

interface FieldSpec {
  readonly name: string;
  readonly title: Title;
  readonly type?: 'text' | 'password' | 'number';
  readonly autocomplete?: string;
  readonly value?: string;
}

export function field(
  view: View,
  { name: id, title, type = 'text', autocomplete = 'off', value = '' }: FieldSpec,
): Html {
  return html`<div class="field">
    <label for="${id}">${view.t(title)}</label>
    <input
      id="${id}"
      name="${id}"
      type="${type}"
      autocomplete="${autocomplete}"
      value="${value}"
      maxlength="400"
      required
    />
  </div>`;
}

interface FormSpec {
  readonly action: string;
  readonly does: Title;
  readonly fields: readonly FieldSpec[];
  /** Sent as they are. */
  readonly hidden?: Readonly<Record<string, string>>;
}

/** The text that tells our form from another site's is in it where there is a session. */
export function form(view: View, { action, does, fields, hidden = {} }: FormSpec): Html {
  return html`<form class="command" method="post" action="${action}">
    ${csrfField(view)}
    ${Object.entries(hidden).map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}" />`)}
    ${fields.map((one) => field(view, one))}
    <p><button>${view.t(does)}</button></p>
  </form>`;
}

/** Above a form that was sent and refused. */
export function said(view: View, refusals: readonly Refusal[] | undefined): Html {
  return refusals && refusals.length > 0 ? refused(view, refusals) : html``;
}

interface SignInSpec {
  readonly back: string;
  readonly demo: Accounts | undefined;
  readonly refusals?: readonly Refusal[] | undefined;
}

export function signInPage(view: View, { back, demo, refusals }: SignInSpec): Page {
  return {
    title: { zh: '登录', en: 'Sign in' },
    body: html`${said(view, refusals)} ${demo ? enterAs(view, demo, back) : ''}
      ${form(view, {
        action: '/account/sign-in',
        does: { zh: '继续', en: 'Continue' },
        hidden: { back },
        fields: [
          { name: 'person', title: name, autocomplete: 'username' },
          { name: 'password', title: password, type: 'password', autocomplete: 'current-password' },
        ],
      })}
      <p class="soft">
        ${view.t({
          zh: '没有公开注册。账户由运营机构或数据机构开立,首次登录使用邀请。',
          en: 'There is no public registration: accounts are opened by the operating institution or the data agency, and begin with an invitation.',
        })}
        <a href="/account/invitation">${view.t({ zh: '我有邀请码', en: 'I have an invitation' })}</a>
      </p>`,
  };
}

function enterAs(view: View, { all }: Accounts, back: string): Html {
  return html`<section class="note" aria-labelledby="demo">
      <h2 id="demo">${view.t({ zh: '演示:以何人身份进入', en: 'Demonstration: enter as' })}</h2>
      <p>
        ${view.t({
          zh: '仅限演示安装;数据均为人工生成,无需密码。',
          en: 'Only in a demonstration: all data is artificial, and no password is asked.',
        })}
      </p>
    </section>
    <form method="post" action="/account/enter">
      <input type="hidden" name="back" value="${back}" />
      <ul class="actions">
        ${all.map(
          ({ person, title }) =>
            html`<li><button class="plain" name="person" value="${person}">${view.t(title)}</button></li>`,
        )}
      </ul>
    </form>`;
}

interface CodeSpec {
  readonly action: string;
  readonly back: string;
  readonly refusals?: readonly Refusal[] | undefined;
}

export function codePage(view: View, { action, back, refusals }: CodeSpec): Page {
  return {
    title: { zh: '第二因素', en: 'Second factor' },
    body: html`${said(view, refusals)}
    ${form(view, {
      action,
      does: { zh: '验证', en: 'Verify' },
      hidden: { back },
      fields: [{ name: 'code', title: code, autocomplete: 'one-time-code' }],
    })}`,
  };
}

export function invitationPage(view: View, invitation: string, refusals?: readonly Refusal[]): Page {
  return {
    title: { zh: '使用邀请', en: 'Take up an invitation' },
    body: html`${said(view, refusals)}
    ${form(view, {
      action: '/account/invitation',
      does: { zh: '设置密码', en: 'Set the password' },
      fields: [
        { name: 'code', title: { zh: '邀请码', en: 'Invitation' }, value: invitation },
        { name: 'password', title: newPassword, type: 'password', autocomplete: 'new-password' },
      ],
    })}`,
  };
}

export function enrolPage(view: View, refusals?: readonly Refusal[]): Page {
  return {
    title: { zh: '设置第二因素', en: 'Set up the second factor' },
    body: html`${said(view, refusals)}
    ${form(view, {
      action: '/account/enrol',
      does: { zh: '生成密钥', en: 'Make a secret' },
      fields: [{ name: 'password', title: password, type: 'password', autocomplete: 'current-password' }],
    })}`,
  };
}

/** Once: neither the secret nor the codes can be seen again. */
export function enrolmentPage(view: View, { secret, uri, backupCodes }: Enrolment): Page {
  return {
    title: { zh: '设置第二因素', en: 'Set up the second factor' },
    body: html`<p>
        ${view.t({
          zh: '在验证器应用中录入此密钥,然后输入它显示的验证码。',
          en: 'Enter this secret in an authenticator, then type the code that it shows.',
        })}
      </p>
      <dl>
        <dt>${view.t({ zh: '密钥', en: 'Secret' })}</dt>
        <dd><code id="secret">${secret.replaceAll(/(.{4})/g, '$1 ').trim()}</code></dd>
        <dt>URI</dt>
        <dd><code>${uri}</code></dd>
      </dl>
      ${backupList(view, backupCodes)}
      ${form(view, {
        action: '/account/enrol/confirm',
        does: { zh: '确认', en: 'Confirm' },
        fields: [{ name: 'code', title: code, autocomplete: 'one-time-code' }],
      })}`,
  };
}

export function backupList(view: View, codes: readonly string[]): Html {
  return html`<h2>${view.t({ zh: '备用码', en: 'Backup codes' })}</h2>
    <p>
      ${view.t({
        zh: '每个只能使用一次,仅此显示。请离线保存。',
        en: 'Each is good once. They are shown only now: keep them offline.',
      })}
    </p>
    <ul class="links" id="backup">
      ${codes.map((one) => html`<li><code>${one}</code></li>`)}
    </ul>`;
}

export function passwordPage(view: View, refusals?: readonly Refusal[]): Page {
  return {
    title: { zh: '修改密码', en: 'Change the password' },
    body: html`${said(view, refusals)}
    ${form(view, {
      action: '/account/password',
      does: { zh: '修改', en: 'Change' },
      fields: [
        { name: 'password', title: password, type: 'password', autocomplete: 'current-password' },
        { name: 'next', title: newPassword, type: 'password', autocomplete: 'new-password' },
      ],
    })}`,
  };
}
