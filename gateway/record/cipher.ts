/**
 * Authenticated encryption of what the record keeps secret at rest, as a port: what stands behind it may be software or a device.
 *
 * @see record.md §4
 */

/** What a key is used for: one secret gives a different key to each. */
export type Purpose = 'wrap' | 'personal';

export type CipherName = 'aes-256-gcm' | 'sm4-ctr-hmac-sm3';

export interface CipherKey {
  /** 32 random bytes. */
  readonly secret: Uint8Array;
  readonly purpose: Purpose;
}

/** Encrypts and authenticates under keys that it derives from the secret. */
export interface Cipher {
  readonly name: CipherName;
  /** @param about is authenticated with the text and not part of what is returned */
  seal(key: CipherKey, plain: Uint8Array, about: Uint8Array): Uint8Array;
  /** Undefined for what was not sealed by this key, for this purpose, about this. */
  open(key: CipherKey, sealed: Uint8Array, about: Uint8Array): Uint8Array | undefined;
}
