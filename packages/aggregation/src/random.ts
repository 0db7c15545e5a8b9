import { checkWhole, fail } from './checks.ts'

/** A stream of numbers that depends on its seed alone; `seed` is published beside any result that used it. */
export interface Random {
  readonly seed: string
  /** The next number in [0, 1), a multiple of 2⁻⁵³. */
  next(): number
  /** The next whole number in [0, bound), every one equally likely; `bound` at most 2³². */
  below(bound: number): number
}

/**
 * Seeded random numbers: xoshiro128**, its state filled from the seed text by splitmix32.
 *
 * The question: how can a lot be drawn, or a bootstrap run, so that everybody who knows the seed gets the
 * same numbers on every machine? Not for secrets: who sees some output can compute the rest.
 *
 * @param seed any text, for instance the published numbers of a public lottery
 * @example
 * seededRandom('Odesa').below(6) === seededRandom('Odesa').below(6) // → true
 *
 * Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021, § 4.
 */
export function seededRandom(seed: string): Random {
  if (typeof seed !== 'string') fail('seededRandom', `seed must be text, got ${String(seed)}`)
  return randomFromState(seed, stateOf(seed))
}

/** The generator on a given state of four 32-bit words, not all zero. */
export function randomFromState(seed: string, state: Uint32Array): Random {
  const s = Uint32Array.from(state)
  const word = (): number => nextWord(s)
  return {
    seed,
    next() {
      const high = word() >>> 5
      const low = word() >>> 6
      return (high * 67108864 + low) / 9007199254740992
    },
    below(bound) {
      checkWhole('Random.below', 'bound', bound, 1)
      if (bound > 4294967296) fail('Random.below', `bound must be at most 2^32, got ${bound}`)
      // Words past the last full multiple of the bound would favour small numbers, so they are drawn again.
      const limit = 4294967296 - (4294967296 % bound)
      let drawn = word()
      while (drawn >= limit) drawn = word()
      return drawn % bound
    }
  }
}

function nextWord(s: Uint32Array): number {
  const [a, b, c, d] = s as unknown as [number, number, number, number]
  const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
  s[2] = c ^ a
  s[3] = d ^ b
  s[1] = b ^ s[2]!
  s[0] = a ^ s[3]!
  s[2] = s[2]! ^ (b << 9)
  s[3] = rotateLeft(s[3]!, 11)
  return result
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** Every code unit of the seed stirs all four words; the length parts "a" from "a\0". */
function stateOf(seed: string): Uint32Array {
  const state = new Uint32Array(4)
  for (let lane = 0; lane < 4; lane++) {
    let hash = mix(seed.length + Math.imul(lane + 1, 0x9e3779b9))
    for (let i = 0; i < seed.length; i++) hash = mix((hash ^ seed.charCodeAt(i)) + 0x9e3779b9)
    state[lane] = hash
  }
  if (state.every(word => word === 0)) state[0] = 1
  return state
}

/** The finaliser of splitmix32. */
function mix(word: number): number {
  let z = word | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}
