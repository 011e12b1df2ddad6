/** Where the public speaks up: demands for data and objections to it; who may, what happens then, and the forms behind the sign-in. */
import { html } from 'hono/html';
import { openingsOf } from '../../access/offers.ts';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';

/** @param entry what it is about, where the reader comes from a catalog entry */
export function voicePage(view: View, entry: string | undefined): Html {
  const about = entry === undefined ? '' : html`<p><code>${entry}</code></p>`;
  return html`${about}
    <p>
      ${view.t({
        zh: '需求:谁都可以提出想用的数据,无论目录中是否已有;由有关部门评估并答复。异议:认为数据侵害其权益或有错漏者,可提出异议;在作出决定前,条目标注“异议处理中”,涉及侵权的列不得离域。',
        en: 'Demands: anybody may ask for data, in the catalog or not; the department evaluates and answers. Objections: whoever thinks that data wrongs him, or is wrong, may object; until it is decided the entry is marked as disputed, and what is alleged to infringe somebody does not leave.',
      })}
    </p>
    ${choice(view, { id: 'demand', href: '/desk/propose/demands/new', collection: 'demands', says: { zh: '提出需求', en: 'Ask for data' } })}
    ${choice(view, { id: 'objection', href: '/desk/catalog/objections/new', collection: 'objections', says: { zh: '提出异议', en: 'Object' } })}
    <p>
      ${view.t({
        zh: '可提出者:公众、数据主体、数据商。须登录,以便答复;姓名不公开。线下提出的,由运营机构代录。',
        en: 'Who may: the public, data subjects, vendors. One signs in so that an answer can be given; names are not made public. What is said at the counter, the operator writes down.',
      })}
    </p>`;
}

interface Choice {
  readonly id: string;
  readonly href: string;
  readonly collection: string;
  readonly says: { readonly zh: string; readonly en: string };
}

/** A button for who may; for others why not. */
function choice(view: View, { id, href, collection, says }: Choice): Html {
  const { viewer } = view;
  const mayNot = viewer !== undefined && !openingsOf(viewer).some((offer) => offer.collection === collection);
  if (mayNot)
    return html`<p id="${id}">${view.t(says)}: ${view.t({ zh: '您的身份不能提出。', en: 'your role does not.' })}</p>`;
  const target = viewer ? href : `/account/sign-in?back=${encodeURIComponent(href)}`;
  return html`<p><a class="button" id="${id}" href="${target}">${view.t(says)}</a></p>`;
}
