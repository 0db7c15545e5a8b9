/**
 * Remembers partitions into `k` groups, so that a run of k-means can stop where another has gone on.
 *
 * The function returned tells whether these labels were met before, and notes them. A partition with an empty
 * group is never met: how a run goes on from there depends on where the empty group's centre is, too.
 */
export function partitionsMet(k: number): (labels: Uint32Array) => boolean {
  const byHash = new Map<number, Uint8Array[]>()
  const everyGroup = 2 ** k - 1
  return labels => {
    let hash = 0
    let groups = 0
    for (let i = 0; i < labels.length; i++) {
      hash = (Math.imul(hash, 31) + labels[i]!) | 0
      groups |= 1 << labels[i]!
    }
    if (groups !== everyGroup) return false
    const alike = byHash.get(hash)
    if (alike?.some(other => isSame(other, labels))) return true
    if (alike) alike.push(Uint8Array.from(labels))
    else byHash.set(hash, [Uint8Array.from(labels)])
    return false
  }
}

function isSame(a: Uint8Array, b: Uint32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
