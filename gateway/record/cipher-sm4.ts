/**
 * SM4 in counter mode, then HMAC by SM3 over all of it: counter (16) ‖ text ‖ tag (32). Two keys, one for each. Node has no SM4-GCM.
 *
 * @see GB/T 32907; GB/T 17964 (modes of operation); GB/T 15852.2 (HMAC)
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { concat } from '#policies/record/hash.ts';
import type { Cipher, CipherKey } from './cipher.ts';
import { deriveKey } from './derive-key.ts';

const [counterLength, tagLength] = [16, 32];

export const sm4Cipher: Cipher = {
  name: 'sm4-ctr-hmac-sm3',
  seal(key, plain, about) {
    const counter = randomBytes(counterLength);
    const cipher = createCipheriv('sm4-ctr', encryptionKey(key), counter);
    const text = concat(counter, cipher.update(plain), cipher.final());
    return concat(text, tagOf(key, text, about));
  },
  open(key, sealed, about) {
    if (sealed.length < counterLength + tagLength) return undefined;
    const text = sealed.subarray(0, -tagLength);
    // Before anything is decrypted.
    if (!timingSafeEqual(sealed.subarray(-tagLength), tagOf(key, text, about))) return undefined;
    const cipher = createDecipheriv('sm4-ctr', encryptionKey(key), text.subarray(0, counterLength));
    return concat(cipher.update(text.subarray(counterLength)), cipher.final());
  },
};

function encryptionKey(key: CipherKey): Uint8Array {
  return deriveKey('sm3', key, 'sm4-ctr').subarray(0, 16);
}

/** The length of `about` stands before it, so that nothing can move from one into the other. */
function tagOf(key: CipherKey, text: Uint8Array, about: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(about.length));
  const mac = createHmac('sm3', deriveKey('sm3', key, 'hmac-sm3'));
  return new Uint8Array(mac.update(length).update(about).update(text).digest());
}
