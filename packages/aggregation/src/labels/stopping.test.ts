import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreementStop, hierarchicalConsensus, posteriorStop } from './index.ts'

describe('agreementStop', () => {
  it('asks on until enough agree, and gives up once that is out of reach', () => {
    const rule = { agree: 3, of: 5 }
    expect(agreementStop([], rule)).toEqual({ kind: 'open', need: 3, tally: [] })
    expect(agreementStop(['x', 'y', 'x'], rule)).toEqual({
      kind: 'open',
      need: 1,
      tally: [
        { id: 'x', votes: 2 },
        { id: 'y', votes: 1 }
      ]
    })
    expect(agreementStop(['x', 'y', 'x', 'x', 'y'], rule)).toMatchObject({
      kind: 'agreed',
      id: 'x',
      after: 4
    })
    expect(agreementStop(['x', 'y', 'z', 'v'], rule)).toMatchObject({ kind: 'disputed', after: 4 })
  })

  it('with more than half needed agrees on the same label in every order', () => {
    const labels = fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(labels, labels => {
        const one = agreementStop(labels, { agree: 3, of: 5 })
        const other = agreementStop(labels.toReversed(), { agree: 3, of: 5 })
        expect(other.kind).toBe(one.kind)
        if (one.kind === 'agreed' && other.kind === 'agreed') expect(other.id).toBe(one.id)
      })
    )
  })

  it('shows the most frequent labels first, equally frequent ones by name', () => {
    const { tally } = agreementStop(['z', 'b', 'y', 'a', 'b', 'y', 'b'], { agree: 4, of: 9 })
    expect(tally).toEqual([
      { id: 'b', votes: 3 },
      { id: 'y', votes: 2 },
      { id: 'a', votes: 1 },
      { id: 'z', votes: 1 }
    ])
  })

  it('refuses to ask for more than it shows to', () => {
    expect(agreementStop(['x', 'x'], { agree: 2, of: 2 })).toMatchObject({ kind: 'agreed', after: 2 })
    expect(() => agreementStop([], { agree: 3, of: 2 })).toThrow(
      'agreementStop: agree must not exceed of, got 3 of 2'
    )
    expect(() => agreementStop([], { agree: 0, of: 2 })).toThrow('agreementStop: agree must be')
    expect(() => agreementStop([], { agree: 1, of: 1.5 })).toThrow('agreementStop: of must be')
  })
})

describe('posteriorStop', () => {
  it('gives the posterior of independent workers', () => {
    // Bayes by hand: 0.9 · 0.4 against 0.1 · 0.6, normalised.
    const result = posteriorStop(
      ['x', 'y'],
      [
        { label: 'x', accuracy: 0.9 },
        { label: 'y', accuracy: 0.6 }
      ],
      { sureness: 0.8, most: 2 }
    )
    expect(result.probabilities[0]).toEqual({ id: 'x', probability: 0.857142857143 })
    expect(result.kind).toBe('sure')
  })

  it('spreads the errors of a worker over all other classes, and lists the most probable first', () => {
    // 0.8 for x against 0.1 for each other; then 0.6 for b against 0.2: 0.16, 0.06, 0.02 normalised.
    const { probabilities, kind, labels } = posteriorStop(
      ['c', 'x', 'b'],
      [
        { label: 'x', accuracy: 0.8 },
        { label: 'b', accuracy: 0.6 }
      ],
      { sureness: 0.7, most: 2 }
    )
    expect(probabilities).toEqual([
      { id: 'x', probability: 0.666666666667 },
      { id: 'b', probability: 0.25 },
      { id: 'c', probability: 0.0833333333333 }
    ])
    expect({ kind, labels }).toEqual({ kind: 'unsure', labels: 2 })
    const even = posteriorStop(['c', 'a', 'b'], [], { sureness: 0.7, most: 2, priors: [0.25, 0.5, 0.25] })
    expect(even.probabilities.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  it('is sure at just the sureness', () => {
    const priors = [0.75, 0.25]
    expect(posteriorStop(['x', 'y'], [], { sureness: 0.75, most: 1, priors }).kind).toBe('sure')
    expect(posteriorStop(['x', 'y'], [], { sureness: 0.7500001, most: 1, priors }).kind).toBe('open')
  })

  it('keeps its numbers where there are very many labels', () => {
    const many = (label: string, times: number) =>
      Array.from({ length: times }, () => ({ label, accuracy: 0.99 }))
    const settings = { sureness: 0.9, most: 2000 }
    const { probabilities } = posteriorStop(['x', 'y'], [...many('x', 1000), ...many('y', 999)], settings)
    expect(probabilities).toEqual([
      { id: 'x', probability: 0.99 },
      { id: 'y', probability: 0.01 }
    ])
    expect(posteriorStop(['x', 'y'], many('y', 1000), settings).probabilities).toEqual([
      { id: 'y', probability: 1 },
      { id: 'x', probability: 0 }
    ])
  })

  it('asks on below the sureness, until the most labels have been given', () => {
    const poor = { label: 'x', accuracy: 0.6 }
    expect(posteriorStop(['x', 'y'], [poor], { sureness: 0.9, most: 3 }).kind).toBe('open')
    expect(posteriorStop(['x', 'y'], [poor, poor, poor], { sureness: 0.9, most: 3 }).kind).toBe('unsure')
    expect(posteriorStop(['x', 'y'], [], { sureness: 0.9, most: 3, priors: [0.95, 0.05] }).kind).toBe('sure')
    const tied = posteriorStop(['x', 'y'], [poor, { label: 'y', accuracy: 0.6 }], { sureness: 0.5, most: 3 })
    expect(tied).toMatchObject({ kind: 'open', outcome: { kind: 'tie', among: ['x', 'y'] } })
  })

  it('gives the same bytes in every order', () => {
    const label = fc.record({
      label: fc.constantFrom('x', 'y', 'z'),
      accuracy: fc.double({ min: 0.05, max: 0.95, noNaN: true })
    })
    fc.assert(
      fc.property(fc.array(label, { maxLength: 8 }), labels => {
        const settings = { sureness: 0.9, most: 8 }
        const classes = ['x', 'y', 'z']
        expect(posteriorStop(classes, labels.toReversed(), settings)).toEqual(
          posteriorStop(classes, labels, settings)
        )
      })
    )
  })

  it('refuses what is unknown or no chance', () => {
    const settings = { sureness: 0.9, most: 3 }
    expect(() => posteriorStop(['x'], [], settings)).toThrow(
      'posteriorStop: there must be at least two classes'
    )
    expect(() => posteriorStop(['x', 'x'], [], settings)).toThrow('posteriorStop: classes must have distinct')
    expect(() => posteriorStop(['x', 'y'], [], { ...settings, most: 0 })).toThrow('posteriorStop: most')
    expect(() => posteriorStop(['x', 'y'], [{ label: 'x', accuracy: 0 }], settings)).toThrow('accuracies')
    expect(() => posteriorStop(['x', 'y'], [{ label: 'x', accuracy: -1 }], settings)).toThrow('accuracies')
    expect(() => posteriorStop(['x', 'y'], [{ label: 'z', accuracy: 0.5 }], settings)).toThrow('not a class')
    expect(() => posteriorStop(['x', 'y'], [{ label: 'x', accuracy: 1 }], settings)).toThrow('accuracies')
    expect(() => posteriorStop(['x', 'y'], [], { ...settings, sureness: 0.4 })).toThrow('sureness')
    expect(() => posteriorStop(['x', 'y'], [], { ...settings, priors: [0.5] })).toThrow(
      'prior for each class'
    )
    expect(() => posteriorStop(['x', 'y'], [], { ...settings, priors: [0.5, 0.6] })).toThrow('sum to 1')
    expect(() => posteriorStop(['x', 'y'], [], { ...settings, priors: [0, 1] })).toThrow('priors must lie')
  })
})

describe('hierarchicalConsensus', () => {
  const path = (text: string) => text.split('/')

  it('settles what more than two thirds agree on, and shows where they part', () => {
    const result = hierarchicalConsensus(['a/b/c', 'a/b/c', 'a/b/d', 'a/b', 'a'].map(path))
    expect(result).toEqual({
      kind: 'consensus',
      path: ['a', 'b'],
      people: 5,
      levels: [
        { name: 'a', agree: 5, against: 0, silent: 0, settled: true },
        { name: 'b', agree: 4, against: 0, silent: 1, settled: true },
        { name: 'c', agree: 2, against: 1, silent: 2, settled: false }
      ]
    })
  })

  it('asks for more than the share, not as much', () => {
    const two = hierarchicalConsensus(['a', 'a', 'b'].map(path))
    expect(two).toMatchObject({ path: [] })
    expect(hierarchicalConsensus(['a', 'a', 'b'].map(path), { share: [1, 2] })).toMatchObject({ path: ['a'] })
    expect(hierarchicalConsensus(['a'].map(path))).toMatchObject({ path: [] })
    expect(hierarchicalConsensus(['a'].map(path), { least: 1 })).toMatchObject({ path: ['a'] })
  })

  it('counts those who left the path further up against what is below', () => {
    const result = hierarchicalConsensus(['a/b', 'a/b', 'a', 'a', 'x'].map(path))
    expect(result).toMatchObject({
      path: ['a'],
      levels: [
        { agree: 4, against: 1 },
        { agree: 2, against: 1, silent: 2 }
      ]
    })
  })

  it('counts who left two levels up against all that is below, and follows the more frequent name', () => {
    const result = hierarchicalConsensus(['a/y', 'b/z/d', 'b/z/d', 'b/z/d', 'b/z/d', 'b/x'].map(path), {
      share: [1, 2]
    })
    expect(result).toMatchObject({
      path: ['b', 'z', 'd'],
      levels: [
        { name: 'b', agree: 5, against: 1, silent: 0, settled: true },
        { name: 'z', agree: 4, against: 2, silent: 0, settled: true },
        { name: 'd', agree: 4, against: 2, silent: 0, settled: true }
      ]
    })
  })

  it('does not depend on the order of the people', () => {
    const paths = fc.array(fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }), {
      maxLength: 7
    })
    fc.assert(
      fc.property(paths, paths => {
        expect(hierarchicalConsensus(paths.toReversed())).toEqual(hierarchicalConsensus(paths))
      })
    )
  })

  it('has no answer without people and refuses empty names and small shares', () => {
    expect(hierarchicalConsensus([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(() => hierarchicalConsensus([[]])).toThrow('a path must have names')
    expect(() => hierarchicalConsensus([['']])).toThrow('a path must have names')
    expect(() => hierarchicalConsensus([['a', '']])).toThrow('a path must have names')
    const refused = (settings: Parameters<typeof hierarchicalConsensus>[1], message: string) =>
      expect(() => hierarchicalConsensus([['a']], settings)).toThrow(`hierarchicalConsensus: ${message}`)
    refused({ share: [1, 3] }, 'share must lie between ½ and 1, got 1 of 3')
    refused({ share: [3, 3] }, 'share must lie between ½ and 1, got 3 of 3')
    refused({ share: [4, 3] }, 'share must lie between ½ and 1, got 4 of 3')
    refused({ share: [0, 3] }, 'the numerator of share')
    refused({ share: [2, 0.5] }, 'the denominator of share')
    refused({ least: 0 }, 'least')
  })
})
