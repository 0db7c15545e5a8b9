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
  })

  test('of places outside the tree are refused', () => {
    const tree = someTree(3)
    expect(() => inclusionProof(tree, 3)).toThrow(RangeError)
    expect(() => inclusionProof(tree, 0, 4)).toThrow(RangeError)
    expect(() => consistencyProof(tree, 4, 3)).toThrow(RangeError)
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
