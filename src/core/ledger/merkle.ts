import { hash } from 'node:crypto'
import { equalBytes } from './bytes.ts'

/**
 * The Merkle tree of RFC 6962, section 2.1, and RFC 9162, section 2.1, over SHA-256: roots, inclusion proofs,
 * consistency proofs, their verification, and appending without the whole tree. Sizes go up to 2^53 − 1, so
 * halving is done by division: bit operators would cut at 2^31.
 */

/** A tree that can give the hash of each *complete* subtree: leaves `index·2^level` to `(index+1)·2^level`. */
export interface Tree {
  readonly size: number
  /** @throws when the subtree is not complete in this tree. */
  hashAt(level: number, index: number): Uint8Array
}

/** Leaves `start` (included) to `end` (excluded). */
export interface LeafRange {
  readonly start: number
  readonly end: number
}

/** The right edge of a tree: the roots of its complete subtrees, from the left and largest to the smallest. */
export interface Frontier {
  readonly size: number
  readonly peaks: readonly Uint8Array[]
}

export const EMPTY_ROOT: Uint8Array = hash('sha256', new Uint8Array(0), 'buffer')
export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] }

/** SHA-256(00 ‖ leaf). */
export function hashLeaf(leaf: Uint8Array): Uint8Array {
  const input = Buffer.allocUnsafe(1 + leaf.length)
  input[0] = 0
  input.set(leaf, 1)
  return hash('sha256', input, 'buffer')
}

/** SHA-256(01 ‖ left ‖ right). */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = Buffer.allocUnsafe(65)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 33)
  return hash('sha256', input, 'buffer')
}

/** A tree in memory over leaf hashes. Time and space O(n). */
export function treeOf(leafHashes: readonly Uint8Array[]): Tree {
  const levels: (readonly Uint8Array[])[] = [leafHashes]
  for (let below = leafHashes; below.length > 1;) {
    const above: Uint8Array[] = []
    for (let i = 0; i + 1 < below.length; i += 2) above.push(hashNode(below[i]!, below[i + 1]!))
    levels.push(above)
    below = above
  }
  return {
    size: leafHashes.length,
    hashAt(level, index) {
      const found = levels[level]?.[index]
      if (found === undefined) throw new RangeError(`No complete subtree ${index} at level ${level}`)
      return found
    }
  }
}

/** The root of the tree's first `size` leaves. */
export function rootOf(tree: Tree, size: number = tree.size): Uint8Array {
  checkSize(size, tree.size)
  return size === 0 ? EMPTY_ROOT : hashOfRange(tree, { start: 0, end: size })
}

/** The proof that leaf `index` is in the tree's first `size` leaves: sibling hashes from the leaf upwards. */
export function inclusionProof(tree: Tree, index: number, size: number = tree.size): Uint8Array[] {
  checkSize(size, tree.size)
  return inclusionRanges(index, size).map(range => hashOfRange(tree, range))
}

/** The proof that the tree's first `second` leaves begin with its first `first` leaves. Empty when `first` is 0. */
export function consistencyProof(tree: Tree, first: number, second: number = tree.size): Uint8Array[] {
  checkSize(second, tree.size)
  return consistencyRanges(first, second).map(range => hashOfRange(tree, range))
}

/** The ranges whose hashes make an inclusion proof (RFC 6962, section 2.1.1), in the proof's order. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new RangeError(`Leaf ${index} is not in a tree of ${size}`)
  }
  const ranges: LeafRange[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start)
    if (index < middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  return ranges.reverse()
}

/** The ranges whose hashes make a consistency proof (RFC 6962, section 2.1.2), in the proof's order. */
export function consistencyRanges(first: number, second: number): LeafRange[] {
  checkSize(first, second)
  if (first === 0) return []
  const ranges: LeafRange[] = []
  let start = 0
  let end = second
  while (first !== end) {
    const middle = start + largestPowerBelow(end - start)
    if (first <= middle) {
      ranges.push({ start: middle, end })
      end = middle
    } else {
      ranges.push({ start, end: middle })
      start = middle
    }
  }
  // A whole first tree needs no hash of itself: the verifier has its root.
  if (start > 0) ranges.push({ start, end })
  return ranges.reverse()
}

/** The complete subtrees that make up a range of a proof, from left to right. */
export function completeSubtrees({ start, end }: LeafRange): { level: number; index: number }[] {
  const subtrees: { level: number; index: number }[] = []
  let at = start
  while (at < end) {
    let level = 0
    let width = 1
    while (at % (2 * width) === 0 && at + 2 * width <= end) {
      width *= 2
      level++
    }
    subtrees.push({ level, index: at / width })
    at += width
  }
  return subtrees
}

/** Whether the proof leads from the leaf to the root (RFC 9162, section 2.1.3.2). */
export function verifyInclusion(claim: {
  readonly leafHash: Uint8Array
  readonly index: number
  readonly size: number
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}): boolean {
  if (!isSize(claim.index) || !isSize(claim.size) || claim.index >= claim.size) return false
  let node = claim.index
  let last = claim.size - 1
  let root = claim.leafHash
  for (const sibling of claim.proof) {
    if (last === 0 || sibling.length !== 32) return false
    if (node % 2 === 1 || node === last) {
      root = hashNode(sibling, root)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      root = hashNode(root, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && equalBytes(root, claim.root)
}

/** Whether the second tree only adds leaves to the first (RFC 9162, section 2.1.4.2). The empty tree precedes every tree. */
export function verifyConsistency(claim: {
  readonly first: number
  readonly second: number
  readonly firstRoot: Uint8Array
  readonly secondRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}): boolean {
  const { first, second, firstRoot, secondRoot } = claim
  if (!isSize(first) || !isSize(second) || first > second) return false
  if (first === second) return claim.proof.length === 0 && equalBytes(firstRoot, secondRoot)
  if (first === 0) return claim.proof.length === 0 && equalBytes(firstRoot, EMPTY_ROOT)
  if (claim.proof.some(hashed => hashed.length !== 32)) return false
  const [seed, ...rest] = isPowerOfTwo(first) ? [firstRoot, ...claim.proof] : claim.proof
  if (seed === undefined) return false
  let node = first - 1
  let last = second - 1
  while (node % 2 === 1) [node, last] = [half(node), half(last)]
  let firstHash = seed
  let secondHash = seed
  for (const sibling of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      firstHash = hashNode(sibling, firstHash)
      secondHash = hashNode(sibling, secondHash)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      secondHash = hashNode(secondHash, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && equalBytes(firstHash, firstRoot) && equalBytes(secondHash, secondRoot)
}

/** The right edge of a tree. */
export function frontierOf(tree: Tree): Frontier {
  const peaks = completeSubtrees({ start: 0, end: tree.size }).map(({ level, index }) =>
    tree.hashAt(level, index)
  )
  return { size: tree.size, peaks }
}

/** Appends leaves by their hashes: one node hash a leaf on average, log₂ n at most. */
export function extendFrontier(frontier: Frontier, leafHashes: readonly Uint8Array[]): Frontier {
  const peaks = [...frontier.peaks]
  let size = frontier.size
  for (const leafHash of leafHashes) {
    let joined = leafHash
    for (let below = size; below % 2 === 1; below = half(below)) joined = hashNode(peaks.pop()!, joined)
    peaks.push(joined)
    size++
  }
  return { size, peaks }
}

/** The root of the tree with this right edge: O(log n). */
export function rootOfFrontier({ peaks }: Frontier): Uint8Array {
  return peaks.length === 0 ? EMPTY_ROOT : peaks.reduceRight((right, left) => hashNode(left, right))
}

function hashOfRange(tree: Tree, range: LeafRange): Uint8Array {
  return completeSubtrees(range)
    .map(({ level, index }) => tree.hashAt(level, index))
    .reduceRight((right, left) => hashNode(left, right))
}

/** The largest power of two smaller than n, for n ≥ 2: where RFC 6962 splits a list. */
function largestPowerBelow(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

function isPowerOfTwo(n: number): boolean {
  let power = 1
  while (power < n) power *= 2
  return power === n
}

function half(n: number): number {
  return Math.floor(n / 2)
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0
}

function checkSize(size: number, limit: number): void {
  if (!isSize(size) || size > limit) throw new RangeError(`A tree of ${limit} has no first ${size} leaves`)
}
