/** What a browser does for signing in, without one: it keeps cookies, says where a form comes from, and sends the text of the page's form. */
import type { Hono } from 'hono';

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  /** Without the text that only the page has. */
  readonly bare?: boolean;
  /** Where the request comes from. */
  readonly address?: string;
}

export interface Page {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Where it leads, of a redirect. */
  readonly to: string | null;
}

export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #app: Hono;
  /** Of the page that was got last, with a form in it. */
  csrf = '';

  constructor(app: Hono) {
    this.#app = app;
  }

  get(path: string, sent: Sent = {}): Promise<Page> {
    return this.#ask(path, { method: 'GET', headers: this.#headers(sent) }, sent);
  }

  /** A form of a page of this site. */
  post(
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>> = {},
    sent: Sent = {},
  ): Promise<Page> {
    const body = new URLSearchParams(sent.bare ? [] : [['_csrf', this.csrf]]);
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
    const headers = { 'sec-fetch-site': 'same-origin', origin: 'null', ...this.#headers(sent) };
    return this.#ask(path, { method: 'POST', body, headers }, sent);
  }

  /** As a script of the page calls the API. */
  async api(
    path: string,
    body?: unknown,
    sent: Sent = {},
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
    const headers = {
      'content-type': 'application/json',
      ...(!sent.bare && { 'x-csrf-token': this.csrf }),
      ...this.#headers(sent),
    };
    const init = body === undefined ? { headers } : { method: 'POST', body: JSON.stringify(body), headers };
    const { status, text } = await this.#ask(`/api/v1${path}`, init, sent);
    return { status, body: JSON.parse(text) as Record<string, unknown> };
  }

  #headers({ headers = {} }: Sent): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { ...(cookie !== '' && { cookie }), ...headers };
  }

  async #ask(path: string, init: RequestInit, { address = '192.0.2.1' }: Sent): Promise<Page> {
    const env = { incoming: { socket: { remoteAddress: address } } };
    const response = await this.#app.request(path, init, env);
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.csrf;
    return { status: response.status, text, headers: response.headers, to: response.headers.get('location') };
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const at = pair.indexOf('=');
    const isGone = attributes.includes('Max-Age=0');
    if (isGone) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
