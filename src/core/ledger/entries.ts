/** Entry bundles of C2SP tlog-tiles: leaves one after another, each behind its length as a big-endian uint16. */

export const LONGEST_ENTRY = 0xffff

/** @throws RangeError for a leaf longer than 65,535 bytes. */
export function encodeEntries(leaves: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const leaf of leaves) {
    if (leaf.length > LONGEST_ENTRY)
      throw new RangeError(`A leaf of ${leaf.length} bytes does not fit an entry bundle`)
    parts.push(Uint8Array.of(leaf.length >> 8, leaf.length & 0xff), leaf)
  }
  return Buffer.concat(parts)
}

/** The leaves of a bundle; `undefined` when it ends within one. */
export function decodeEntries(bundle: Uint8Array): Uint8Array[] | undefined {
  const leaves: Uint8Array[] = []
  for (let at = 0; at < bundle.length;) {
    if (at + 2 > bundle.length) return undefined
    const end = at + 2 + bundle[at]! * 256 + bundle[at + 1]!
    if (end > bundle.length) return undefined
    leaves.push(bundle.subarray(at + 2, end))
    at = end
  }
  return leaves
}
