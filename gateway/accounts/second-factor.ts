/** The second factor of a person: made, confirmed by a first code, proven again, and the codes for when it is lost. Each code is good once. */
import { unlessRefused } from './auth-answers.ts';
import type { Auth } from './auth.ts';
import type { UsedCodes } from './used-codes.ts';

export interface Enrolment {
  /** For the authenticator, in base 32. */
  readonly secret: string;
  readonly uri: string;
  readonly backupCodes: readonly string[];
}

export class SecondFactor {
  readonly #auth: Auth;
  readonly #used: UsedCodes;

  constructor(auth: Auth, used: UsedCodes) {
    this.#auth = auth;
    this.#used = used;
  }

  /** @param headers with the cookie of a challenge or of a session */
  async verify(person: string, typed: string, headers: Headers): Promise<{ readonly token: string } | undefined> {
    const code = typed.replace(/\s/g, '');
    if (!/^\d{6}$/.test(code))
      return unlessRefused(this.#auth.api.verifyBackupCode({ body: { code }, headers })) as Promise<
        { token: string } | undefined
      >;
    if (!this.#used.claim(person, code)) return undefined;
    const answer = await unlessRefused(this.#auth.api.verifyTOTP({ body: { code }, headers }));
    if (!answer) this.#used.release(person, code);
    return answer;
  }

  /** A new secret, in force with the first code. Undefined for a wrong password, or where there is one in force. */
  async enrol(person: string, password: string, headers: Headers): Promise<Enrolment | undefined> {
    const made = await unlessRefused(this.#auth.api.enableTwoFactor({ body: { password }, headers }));
    if (!made || made.method !== 'totp') return undefined;
    const secret = new URL(made.totpURI).searchParams.get('secret') ?? '';
    const uri = `otpauth://totp/Sluice:${encodeURIComponent(person)}?secret=${secret}&issuer=Sluice&digits=6&period=30`;
    return { secret, uri, backupCodes: made.backupCodes };
  }

  /** New ones; those from before are void. */
  async backupCodes(password: string, headers: Headers): Promise<readonly string[] | undefined> {
    const made = await unlessRefused(this.#auth.api.generateBackupCodes({ body: { password }, headers }));
    return made?.backupCodes;
  }

  /** As if there had never been one. */
  async forget(user: string): Promise<void> {
    await this.#auth.context.adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: user }] });
    await this.#auth.store.updateUser(user, { twoFactorEnabled: false });
  }
}
