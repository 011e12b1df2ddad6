/** `/verify`: a bundle and the log, checked in the page; without a script, how it is done by command. */
import { html } from 'hono/html';
import type { Html } from '../html.ts';
import type { View } from '../view.ts';

export function verifyPage(view: View): Html {
  return html`<p>
      ${view.t({
        zh: '在本机核验,文件不会离开您的浏览器;与命令行使用同一程序。',
        en: 'Everything is verified on this machine; no file leaves your browser. It is the program of the command line.',
      })}
    </p>
    <section id="bundle-check" data-script hidden>
      <h2>${view.t({ zh: '核验文件包', en: 'Verify a bundle' })}</h2>
      <div class="drop">
        <p class="field">
          <label for="bundle"
            >${view.t({ zh: '文件包(zip),或其中全部文件;也可拖入本页', en: 'The bundle (zip), or all files of it; or drop them on this page' })}</label
          >
          <input type="file" id="bundle" multiple />
        </p>
        <p class="field">
          <label for="policy"
            >${view.t({ zh: '您保存的 policy.txt(可选)', en: 'The policy.txt that you keep (optional)' })}</label
          >
          <input type="file" id="policy" />
        </p>
      </div>
      <div id="bundle-result" class="verified" role="status" aria-live="polite"></div>
    </section>
    <section id="log" data-script hidden>
      <h2>${view.t({ zh: '核验日志', en: 'Verify the log' })}</h2>
      <p>
        ${view.t({
          zh: '取得检查点与全部哈希瓦片,核对签名、共同签名与哈希树,并与本浏览器上次所见比对;已核验的文件包会在其中查找。',
          en: 'Fetches the checkpoint and all tiles of hashes, checks signature, cosignatures and tree, and compares with what this browser saw before; a bundle that was verified above is looked up in it.',
        })}
      </p>
      <p class="field">
        <label for="leaf"
          >${view.t({ zh: '日志条目(可选):审计人员所得的一片叶子', en: 'An entry of the log (optional): a leaf as auditors have it' })}</label
        >
        <textarea id="leaf" rows="3" spellcheck="false"></textarea>
      </p>
      <p><button type="button" id="check-log">${view.t({ zh: '核验日志', en: 'Verify the log' })}</button></p>
      <div id="log-result" class="verified" role="status" aria-live="polite"></div>
    </section>
    <h2>${view.t({ zh: '用命令核验', en: 'By command' })}</h2>
    <p>
      ${view.t({
        zh: '不用脚本、不用浏览器也可核验;第一条无需联网。',
        en: 'Without a script, and without a browser; the first needs no network.',
      })}
    </p>
    <pre>
sluice verify bundle.zip --policy policy.txt
sluice verify bundle.zip --policy policy.txt --log $URL
sluice log verify $URL/log --policy policy.txt --state seen.json</pre>
    <p>
      ${view.t({
        zh: '本页由日志的运营方提供,不能为自己作证:要独立核验,请用您自己的程序副本,并与数据机构公布的密钥指纹比对。',
        en: 'This page is given by who runs the log and cannot vouch for itself: to be independent, use a copy of the program of your own, and compare the keys with those that the data agency publishes.',
      })}
      <a href="/log/policy.txt">policy.txt</a> · <a href="/log">${view.t({ zh: '公开日志', en: 'The public log' })}</a>
    </p>`;
}
