/** An API that answers, wherever it is. */
import type { Client } from '../client.ts';

export interface Reached extends AsyncDisposable {
  readonly client: Client;
  /** For people: a URL or a folder. */
  readonly place: string;
  readonly kind: 'server' | 'kit' | 'installation';
}
