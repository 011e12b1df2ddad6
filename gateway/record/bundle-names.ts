/** What the files of a bundle are called. */

export const bundleNames = {
  readme: 'README.txt',
  certificate: 'certificate.dsse.json',
  publicKey: 'certificate.pub',
  policy: 'policy.txt',
  proof: 'release.tlog-proof',
} as const;

/** Plain names: no folder, no leading dot, nothing that a file system or an object would read as something else. */
export function isFileName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name);
}
