/** AES-256 in Galois/counter mode: nonce (12) ‖ text ‖ tag (16). @see NIST SP 800-38D §8.2.2: random nonces, far below 2³² per key */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { concat } from '#policies/record/hash.ts';
import type { Cipher } from './cipher.ts';
import { deriveKey } from './derive-key.ts';

const [nonceLength, tagLength] = [12, 16];

export const aesCipher: Cipher = {
  name: 'aes-256-gcm',
  seal(key, plain, about) {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', deriveKey('sha256', key, 'aes-256-gcm'), nonce);
    cipher.setAAD(about);
    return concat(nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag());
  },
  open(key, sealed, about) {
    if (sealed.length < nonceLength + tagLength) return undefined;
    const nonce = sealed.subarray(0, nonceLength);
    const options = { authTagLength: tagLength };
    const cipher = createDecipheriv('aes-256-gcm', deriveKey('sha256', key, 'aes-256-gcm'), nonce, options);
    cipher.setAAD(about).setAuthTag(sealed.subarray(-tagLength));
    try {
      return concat(cipher.update(sealed.subarray(nonceLength, -tagLength)), cipher.final());
    } catch {
      return undefined;
    }
  },
};
