/** Cryptography that is in use: what for, with which algorithm and key, in which hands. Printed in docs/asvs.md; a test holds the source against it. */

export interface Use {
  readonly purpose: string;
  readonly algorithm: string;
  /** Where it lies and who has it. */
  readonly key: string;
  /** Names by which the source calls it. */
  readonly calls: readonly string[];
}

export const inventory: readonly Use[] = [
  {
    purpose: 'names of texts, files and leaves of the log; tokens and invitations, which are random, in the record',
    algorithm: 'SHA-256',
    key: 'none',
    calls: ['sha256'],
  },
  {
    purpose: 'checkpoints, certificates, witnesses',
    algorithm: 'Ed25519; beside it SM2 with SM3 where both are configured',
    key: 'in the folder of the installation (0600); the witness has its own; a device can be the signer',
    calls: ['ed25519', 'sm2'],
  },
  {
    purpose: 'personal texts of the record, kept answers, backups',
    algorithm: 'AES-256-GCM, or SM4-CTR and then HMAC-SM3',
    key: 'a key for each thing, in the keyring, wrapped by the master key; of a backup from its passphrase',
    calls: ['aes-256-gcm', 'sm4-ctr', 'sm3'],
  },
  {
    purpose: 'the master key and a backup from a passphrase',
    algorithm: 'scrypt, N = 2^17, r = 8, p = 1',
    key: 'the passphrase, from a secret store, never written down',
    calls: ['scryptSync'],
  },
  {
    purpose: 'passwords',
    algorithm: 'scrypt, N = 2^14, r = 8, p = 5, a salt for each',
    key: 'none',
    calls: ['promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)'],
  },
  {
    purpose: 'cookies, forms, commitments, cell keys',
    algorithm: 'HMAC-SHA-256',
    key: '256 random bits in a file of its owner (0600); those of cells and commitments in the domain alone',
    calls: ["createHmac('sha256'"],
  },
  {
    purpose: 'noise of the private lane, keys, salts, tokens',
    algorithm: 'the CSPRNG of the operating system',
    key: 'none',
    calls: ['randomBytes'],
  },
];
