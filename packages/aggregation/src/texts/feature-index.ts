import type { TextVectors } from './text-vectors.ts'

/** The texts added so far, by their rarest features. */
export interface FeatureIndex {
  /**
   * Calls `visit` with every text added before whose likeness to this one reaches the threshold, and the
   * likeness; returns how many had to be looked at.
   */
  readonly forCandidates: (
    text: number,
    threshold: number,
    visit: (other: number, similarity: number) => void
  ) => number
  readonly add: (text: number) => void
}

/**
 * An index for a threshold that holds only the rare end of each vector: what is left out is shorter than the
 * threshold, so two texts that reach it share at least one feature that is in the index.
 */
export function indexRarest(vectors: TextVectors, texts: readonly number[], least: number): FeatureIndex {
  const { starts, features, weights, frequencies } = vectors
  const size = starts.length - 1
  /** Where the indexed end of each vector begins, and the length of what is before. */
  const cuts = new Uint32Array(size)
  const lengths = new Float64Array(size)
  const offsets = new Uint32Array(frequencies.length + 1)
  for (const text of texts) {
    let squares = 0
    let at = starts[text]!
    for (; at < starts[text + 1]!; at++) {
      const next = squares + weights[at]! ** 2
      // A little below the threshold, for rounding must not lose a pair that meets it exactly.
      if (Math.sqrt(next) >= least - 1e-9) break
      squares = next
    }
    cuts[text] = at
    lengths[text] = Math.sqrt(squares)
    for (; at < starts[text + 1]!; at++) offsets[features[at]! + 1]!++
  }
  for (let feature = 0; feature < frequencies.length; feature++) offsets[feature + 1]! += offsets[feature]!
  const ends = offsets.slice(0, frequencies.length)
  const posted = new Uint32Array(offsets[frequencies.length]!)
  const postedWeights = new Float64Array(posted.length)
  const scores = new Float64Array(size)
  const touched = new Uint32Array(size)
  const own = new Float64Array(frequencies.length)
  return { forCandidates, add }

  function forCandidates(
    text: number,
    threshold: number,
    visit: (other: number, similarity: number) => void
  ): number {
    let count = 0
    for (let at = starts[text]!; at < starts[text + 1]!; at++) {
      const feature = features[at]!
      const weight = weights[at]!
      own[feature] = weight
      for (let place = offsets[feature]!; place < ends[feature]!; place++) {
        const other = posted[place]!
        if (scores[other] === 0) touched[count++] = other
        scores[other]! += weight * postedWeights[place]!
      }
    }
    let visited = 0
    for (let i = 0; i < count; i++) {
      const other = touched[i]!
      let similarity = scores[other]!
      scores[other] = 0
      if (similarity + lengths[other]! < threshold - 1e-9) continue
      for (let at = starts[other]!; at < cuts[other]!; at++) similarity += weights[at]! * own[features[at]!]!
      visited++
      if (similarity >= threshold) visit(other, Math.min(1, similarity))
    }
    for (let at = starts[text]!; at < starts[text + 1]!; at++) own[features[at]!] = 0
    return visited
  }

  function add(text: number): void {
    for (let at = cuts[text]!; at < starts[text + 1]!; at++) {
      const place = ends[features[at]!]!++
      posted[place] = text
      postedWeights[place] = weights[at]!
    }
  }
}

/** The product of two vectors: 1 for the same features, 0 for none in common. */
export function dotOf({ starts, features, weights }: TextVectors, a: number, b: number): number {
  let sum = 0
  let i = starts[a]!
  let j = starts[b]!
  while (i < starts[a + 1]! && j < starts[b + 1]!) {
    const difference = features[i]! - features[j]!
    if (difference === 0) sum += weights[i++]! * weights[j++]!
    else if (difference < 0) i++
    else j++
  }
  return Math.min(1, sum)
}
