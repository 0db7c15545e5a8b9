import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from './bytes.ts'
import {
  completeSubtrees,
  consistencyProof,
  EMPTY_FRONTIER,
  extendFrontier,
  frontierOf,
  hashLeaf,
  hashNode,
  inclusionProof,
  inclusionRanges,
  rootOf,
  rootOfFrontier,
  treeOf,
  verifyConsistency,
  verifyInclusion
} from './merkle.ts'
import type { Tree } from './merkle.ts'
import { consistencyVectors, inclusionVectors, leafVectors, rootVectors } from './merkle.vectors.ts'

const published = treeOf(leafVectors.map(hex => hashLeaf(Buffer.from(hex, 'hex'))))

describe('the published vectors of Certificate Transparency', () => {
  test('give the roots of all sizes from 0 to 8', () => {
    rootVectors.forEach((root, size) => expect(toHex(rootOf(published, size))).toBe(root))
  })

  test('give the inclusion proofs', () => {
    for (const { index, size, proof } of inclusionVectors) {
      expect(inclusionProof(published, index, size).map(toHex)).toEqual(proof)
    }
  })

  test('give the consistency proofs', () => {
    for (const { first, second, proof } of consistencyVectors) {
      expect(consistencyProof(published, first, second).map(toHex)).toEqual(proof)
    }
  })

  test('give the proofs drawn in RFC 9162, section 2.1.5, for seven leaves', () => {
    const tree = someTree(7)
    const [a, b, c, d, e, f, j] = [0, 1, 2, 3, 4, 5, 6].map(i => tree.hashAt(0, i))
    const [g, h, i, k] = [0, 1, 2].map(n => tree.hashAt(1, n)).concat(tree.hashAt(2, 0))
    const l = rootOf(treeOf([e!, f!, j!]))
    expect(inclusionProof(tree, 0)).toEqual([b, h, l])
    expect(inclusionProof(tree, 3)).toEqual([c, g, l])
    expect(inclusionProof(tree, 4)).toEqual([f, j, k])
    expect(inclusionProof(tree, 6)).toEqual([i, k])
    expect(consistencyProof(tree, 3)).toEqual([c, d, g, l])
    expect(consistencyProof(tree, 4)).toEqual([l])
    expect(consistencyProof(tree, 6)).toEqual([i, j, k])
    expect(a).toBeDefined()
  })
})

describe('proofs', () => {
  test('verify for every leaf and every pair of sizes up to 40', () => {
    const tree = someTree(40)
    for (let size = 1; size <= 40; size++) {
      const root = rootOf(tree, size)
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(tree, index, size)
        expect(verifyInclusion({ leafHash: tree.hashAt(0, index), index, size, proof, root })).toBe(true)
      }
      for (let first = 0; first <= size; first++) {
        const proof = consistencyProof(tree, first, size)
        const firstRoot = rootOf(tree, first)
        expect(verifyConsistency({ first, second: size, firstRoot, secondRoot: root, proof })).toBe(true)
      }
    }
  })

  test('of inclusion fail when any bit of proof, leaf or root is flipped, or for another place or size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, at, bit) => {
        const tree = someTree(size)
        const index = at % size
        const claim = {
          leafHash: tree.hashAt(0, index),
          index,
          size,
          proof: inclusionProof(tree, index),
          root: rootOf(tree)
        }
        expect(verifyInclusion(claim)).toBe(true)
        expect(verifyInclusion({ ...claim, leafHash: flip(claim.leafHash, bit) })).toBe(false)
        expect(verifyInclusion({ ...claim, root: flip(claim.root, bit) })).toBe(false)
        claim.proof.forEach((hash, i) =>
          expect(verifyInclusion({ ...claim, proof: claim.proof.with(i, flip(hash, bit)) })).toBe(false)
        )
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, claim.root] })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(size === 1)
        expect(verifyInclusion({ ...claim, index: index + 1 })).toBe(false)
        expect(verifyInclusion({ ...claim, index: size })).toBe(false)
        expect(verifyInclusion({ ...claim, index: -1 })).toBe(false)
      })
    )
  })

  test('of consistency fail when any bit of proof or root is flipped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (second, at, bit) => {
        const tree = someTree(second)
        const first = 1 + (at % (second - 1))
        const claim = {
          first,
          second,
          firstRoot: rootOf(tree, first),
          secondRoot: rootOf(tree),
          proof: consistencyProof(tree, first)
        }
        expect(verifyConsistency(claim)).toBe(true)
        expect(verifyConsistency({ ...claim, firstRoot: flip(claim.firstRoot, bit) })).toBe(false)
        expect(verifyConsistency({ ...claim, secondRoot: flip(claim.secondRoot, bit) })).toBe(false)
        claim.proof.forEach((hash, i) =>
          expect(verifyConsistency({ ...claim, proof: claim.proof.with(i, flip(hash, bit)) })).toBe(false)
        )
        expect(verifyConsistency({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(false)
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, claim.firstRoot] })).toBe(false)
        expect(verifyConsistency({ ...claim, first: second, second: first })).toBe(false)
      })
    )
  })

  test('of an empty first tree are empty, and only the empty root passes', () => {
    const tree = someTree(5)
    const claim = { first: 0, second: 5, secondRoot: rootOf(tree), proof: [] }
    expect(verifyConsistency({ ...claim, firstRoot: rootOf(tree, 0) })).toBe(true)
    expect(verifyConsistency({ ...claim, firstRoot: rootOf(tree, 1) })).toBe(false)
    expect(verifyConsistency({ ...claim, firstRoot: rootOf(tree, 0), proof: [rootOf(tree)] })).toBe(false)
  })

  test('of places outside the tree are refused', () => {
    const tree = someTree(3)
    expect(() => inclusionProof(tree, 3)).toThrow('Leaf 3 is not in a tree of 3')
    for (const place of [-1, 0.5, NaN]) {
      expect(() => inclusionProof(tree, place)).toThrow(`Leaf ${place} is not in a tree of 3`)
      expect(() => consistencyProof(tree, place)).toThrow(`A tree of 3 has no first ${place} leaves`)
      expect(() => rootOf(tree, place)).toThrow(`A tree of 3 has no first ${place} leaves`)
    }
    expect(() => rootOf(tree, 4)).toThrow('A tree of 3 has no first 4 leaves')
    expect(() => inclusionProof(tree, 0, 4)).toThrow('A tree of 3 has no first 4 leaves')
    expect(() => consistencyProof(tree, 0, 4)).toThrow('A tree of 3 has no first 4 leaves')
    expect(() => consistencyProof(tree, 4, 3)).toThrow('A tree of 3 has no first 4 leaves')
  })

  test('of inclusion for a size or place that is no whole number prove nothing', () => {
    const tree = someTree(1)
    const leafHash = tree.hashAt(0, 0)
    const claim = { leafHash, index: 0, size: 1, proof: [], root: leafHash }
    expect(verifyInclusion(claim)).toBe(true)
    for (const wrong of [{ index: -1 }, { index: NaN }, { size: 1.5 }, { size: NaN }, { size: 2 ** 53 }])
      expect(verifyInclusion({ ...claim, ...wrong }), JSON.stringify(wrong)).toBe(false)
  })

  test('with more hashes than the way to the root is long prove nothing', () => {
    const [left, right, surplus] = hashes(3) as [Uint8Array, Uint8Array, Uint8Array]
    const root = hashNode(surplus, hashNode(left, right))
    expect(verifyInclusion({ leafHash: left, index: 0, size: 2, proof: [right, surplus], root })).toBe(false)
    const grown = hashNode(surplus, hashNode(left, right))
    const claim = { first: 1, second: 2, firstRoot: left, secondRoot: grown, proof: [right, surplus] }
    expect(verifyConsistency(claim)).toBe(false)
  })

  test('with fewer hashes than the way to the root is long prove nothing', () => {
    const [leafHash] = hashes(1) as [Uint8Array]
    expect(verifyInclusion({ leafHash, index: 0, size: 2, proof: [], root: leafHash })).toBe(false)
    const claim = { first: 1, second: 2, firstRoot: leafHash, secondRoot: leafHash, proof: [] }
    expect(verifyConsistency(claim)).toBe(false)
    expect(verifyConsistency({ ...claim, first: 3, second: 5 })).toBe(false)
  })

  test('with a hash of another length than 32 bytes prove nothing', () => {
    const [leafHash, next, short, long] = [...hashes(2), new Uint8Array(31), new Uint8Array(33)] as const
    for (const wrong of [short!, long!]) {
      const root = leafHash!
      expect(verifyInclusion({ leafHash: root, index: 0, size: 2, proof: [wrong], root })).toBe(false)
      for (const proof of [
        [wrong, next!],
        [next!, wrong]
      ]) {
        const claim = { first: 1, second: 3, firstRoot: root, secondRoot: root, proof }
        expect(verifyConsistency(claim)).toBe(false)
      }
    }
  })

  test('of consistency between a tree and itself are empty, and its roots are one', () => {
    const tree = someTree(5)
    const root = rootOf(tree)
    const claim = { first: 5, second: 5, firstRoot: root, secondRoot: root, proof: [] }
    expect(verifyConsistency(claim)).toBe(true)
    expect(verifyConsistency({ ...claim, secondRoot: rootOf(tree, 4) })).toBe(false)
    expect(verifyConsistency({ ...claim, proof: [root] })).toBe(false)
  })

  test('of consistency between sizes that are none, or that shrink, prove nothing', () => {
    const root = rootOf(someTree(2))
    const claim = { first: 2, second: 2, firstRoot: root, secondRoot: root, proof: [] }
    expect(verifyConsistency(claim)).toBe(true)
    for (const size of [-2, 1.5, NaN, 2 ** 53])
      expect(verifyConsistency({ ...claim, first: size, second: size }), String(size)).toBe(false)
    expect(verifyConsistency({ ...claim, first: 0, firstRoot: rootOf(someTree(0)), second: NaN })).toBe(false)
    expect(verifyConsistency({ ...claim, first: 2, second: 1 })).toBe(false)
  })

  test('split sizes beyond 32 bits where RFC 6962 says', () => {
    const size = 2 ** 40 + 1
    expect(inclusionRanges(2 ** 40, size)).toEqual([{ start: 0, end: 2 ** 40 }])
    expect(completeSubtrees({ start: 0, end: size })).toEqual([
      { level: 40, index: 0 },
      { level: 0, index: 2 ** 40 }
    ])
  })
})

describe('a tree', () => {
  test('gives the hashes of complete subtrees, and of no other', () => {
    const tree = someTree(3)
    expect(tree.hashAt(1, 0)).toEqual(hashNode(tree.hashAt(0, 0), tree.hashAt(0, 1)))
    expect(() => tree.hashAt(1, 1)).toThrow('No complete subtree 1 at level 1')
    expect(() => tree.hashAt(9, 0)).toThrow('No complete subtree 0 at level 9')
  })
})

test('a range that begins at an odd leaf is made up of its single leaves and the subtrees between', () => {
  expect(completeSubtrees({ start: 1, end: 3 })).toEqual([
    { level: 0, index: 1 },
    { level: 0, index: 2 }
  ])
  expect(completeSubtrees({ start: 3, end: 9 })).toEqual([
    { level: 0, index: 3 },
    { level: 2, index: 1 },
    { level: 0, index: 8 }
  ])
})

describe('a frontier', () => {
  test('reaches the root of the whole tree, however the leaves were divided', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 6 }), parts => {
        const leaves = hashes(parts.reduce((sum, part) => sum + part, 0))
        let frontier = EMPTY_FRONTIER
        for (const part of parts)
          frontier = extendFrontier(frontier, leaves.slice(frontier.size, frontier.size + part))
        const tree = treeOf(leaves)
        expect(toHex(rootOfFrontier(frontier))).toBe(toHex(rootOf(tree)))
        expect(frontier.peaks.map(toHex)).toEqual(frontierOf(tree).peaks.map(toHex))
      })
    )
  })
})

function someTree(size: number): Tree {
  return treeOf(hashes(size))
}

function hashes(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => hashLeaf(Buffer.from(`leaf ${i}`)))
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes)
  const at = bit % (8 * bytes.length)
  flipped[at >> 3]! ^= 1 << (at & 7)
  return flipped
}
