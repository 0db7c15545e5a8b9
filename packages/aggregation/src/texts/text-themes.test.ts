import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTexts } from '../../testing/texts.ts'
import { communities, type Graph } from './communities.ts'
import { embedTexts } from './embed-texts.ts'
import { keywords } from './keywords.ts'
import { placeInThemes, textThemes } from './text-themes.ts'
import { placeTexts, textVectors } from './text-vectors.ts'

const topics = {
  trees: [
    'plant trees by the road',
    'more trees in the park',
    'old trees need care',
    'trees for every school',
    'water the young trees'
  ],
  buses: [
    'night buses to the suburbs',
    'more buses in the morning',
    'buses should be on time',
    'cheaper buses for pupils',
    'clean the buses'
  ],
  waste: [
    'collect garbage more often',
    'garbage bins on the beach',
    'sort the garbage at home',
    'less garbage downtown',
    'garbage trucks are loud'
  ]
}
const items = Object.entries(topics).flatMap(([topic, texts]) =>
  texts.map((text, i) => ({ id: `${topic} ${i}`, text }))
)
const vectors = textVectors(items)

describe('textThemes', () => {
  it('refuses settings out of range', () => {
    expect(() => textThemes(vectors, { resolution: 0 })).toThrow('textThemes: resolution')
    expect(() => textThemes(vectors, { neighbours: 0 })).toThrow('textThemes: neighbours')
    expect(() => textThemes(vectors, { leastTexts: 0.5 })).toThrow('textThemes: leastTexts')
    expect(textThemes(textVectors([]))).toMatchObject({ themes: [], alone: [], modularity: 0, settled: true })
  })

  it('finds what texts speak of, and leaves alone what is like nothing', () => {
    const { themes, alone } = textThemes(
      textVectors([...items, { id: 'odd', text: 'xyzzy' }, { id: 'mute', text: '!' }])
    )
    expect(alone).toEqual(['mute', 'odd'])
    for (const { ids } of themes) expect(new Set(ids.map(id => id.split(' ')[0])).size).toBe(1)
    expect(themes.flatMap(({ ids }) => ids)).toHaveLength(15)
  })

  it('is the same in every order', () => {
    fc.assert(
      fc.property(anyTexts(), texts => {
        expect(textThemes(textVectors(texts.toReversed()))).toEqual(textThemes(textVectors(texts)))
      })
    )
  })

  it('works on vectors of an outside model', async () => {
    const embedded = await embedTexts(items, texts =>
      texts.map(text => ['tree', 'bus', 'garbage'].map(word => (text.includes(word) ? 1 : 0.1)))
    )
    expect(textThemes(embedded, { neighbours: 4 }).themes.map(({ ids }) => ids.length)).toEqual([5, 5, 5])
  })
})

describe('placeInThemes', () => {
  const themes = textThemes(vectors)

  it('gives a further text the theme of those near it', () => {
    const placed = placeTexts(vectors.model!, [
      { id: 'x', text: 'Trees along the river' },
      { id: 'y', text: 'zzz' }
    ])
    const [x, y] = placeInThemes(themes, vectors, placed).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(themes.themes[x!.theme!]!.ids[0]).toContain('trees')
    expect(x!.share).toBeGreaterThan(0.5)
    expect(y).toEqual({ id: 'y', theme: null, share: 0, nearest: [] })
  })

  it('finds each known text to be nearest to itself', () => {
    for (const { id, nearest } of placeInThemes(themes, vectors, placeTexts(vectors.model!, items))) {
      expect(nearest[0]!.id).toBe(id)
      expect(nearest[0]!.similarity).toBeCloseTo(1, 12)
    }
  })
})

describe('communities', () => {
  it('finds the best partition of small graphs, or one nearly as good', () => {
    let best = 0
    let all = 0
    const edges = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: 1, maxLength: 14 })
    fc.assert(
      fc.property(edges, pairs => {
        const graph = graphOf(
          7,
          pairs.filter(([a, b]) => a !== b)
        )
        const found = communities(graph, 1)
        expect(found.settled).toBe(true)
        const optimum = bestModularity(graph)
        expect(found.modularity).toBeLessThanOrEqual(optimum + 1e-9)
        expect(found.modularity).toBeGreaterThan(optimum - 0.12)
        all++
        if (found.modularity > optimum - 1e-9) best++
      }),
      { numRuns: 60 }
    )
    expect(best / all).toBeGreaterThan(0.7)
  })

  it('finds the cliques of a ring of cliques (Fortunato and Barthélemy 2007)', () => {
    const pairs: [number, number][] = []
    for (let clique = 0; clique < 6; clique++) {
      for (let a = 0; a < 5; a++) for (let b = 0; b < a; b++) pairs.push([5 * clique + a, 5 * clique + b])
      pairs.push([5 * clique, (5 * clique + 6) % 30])
    }
    const { labels, count } = communities(graphOf(30, pairs), 1)
    expect(count).toBe(6)
    for (let node = 0; node < 30; node++) expect(labels[node]).toBe(labels[5 * Math.floor(node / 5)])
  })
})

describe('keywords', () => {
  const classed = items.map(({ id, text }) => ({ text, class: id.split(' ')[0]!, language: 'en' as const }))

  it('refuses settings out of range', () => {
    expect(() => keywords(classed, { prior: 0 })).toThrow('keywords: prior')
    expect(() => keywords(classed, { most: 0 })).toThrow('keywords: most')
    expect(keywords([])).toEqual([])
  })

  it('names what each class speaks of', () => {
    const found = keywords(classed, { most: 1 })
    expect(found.map(({ class: name, keywords: [first] }) => [name, first!.word])).toEqual([
      ['buses', 'buses'],
      ['trees', 'trees'],
      ['waste', 'garbage']
    ])
  })

  it('computes log-odds and their error as published, and leaves out what a class says less', () => {
    const texts = [
      ...Array.from({ length: 3 }, () => ({ text: 'alpha beta', class: 'x', language: 'en' as const })),
      { text: 'beta beta beta gamma', class: 'y', language: 'en' as const }
    ]
    const own = keywords(texts, { prior: 10 })[0]!.keywords
    // Ten words: alpha 3, beta 6, gamma 1, so the prior of alpha is 3; class x has 6 words, the others 4.
    const logOdds = Math.log(6 / (6 + 10 - 6)) - Math.log(3 / (4 + 10 - 3))
    expect(own.map(({ word }) => word)).toEqual(['alpha'])
    expect(own[0]!.logOdds).toBeCloseTo(logOdds, 12)
    expect(own[0]!.z).toBeCloseTo(logOdds / Math.sqrt(1 / 6 + 1 / 3), 12)
  })
})

function graphOf(size: number, pairs: readonly (readonly [number, number])[]): Graph {
  const lists = Array.from({ length: size }, (): number[] => [])
  for (const [a, b] of pairs) {
    lists[a]!.push(b)
    lists[b]!.push(a)
  }
  const starts = new Uint32Array(size + 1)
  lists.forEach((list, node) => (starts[node + 1] = starts[node]! + list.length))
  const ends = Uint32Array.from(lists.flat())
  return { starts, ends, weights: new Float64Array(ends.length).fill(1) }
}

/** The greatest modularity over all partitions. */
function bestModularity({ starts, ends }: Graph): number {
  const size = starts.length - 1
  const total = ends.length
  if (total === 0) return 0
  let best = -1
  const labels = new Array<number>(size).fill(0)
  const visit = (node: number, used: number): void => {
    if (node < size) {
      for (let label = 0; label <= used; label++) {
        labels[node] = label
        visit(node + 1, Math.max(used, label + 1))
      }
      return
    }
    const degrees = new Array<number>(used + 1).fill(0)
    let within = 0
    for (let n = 0; n < size; n++) {
      degrees[labels[n]!]! += starts[n + 1]! - starts[n]!
      for (let at = starts[n]!; at < starts[n + 1]!; at++) if (labels[ends[at]!] === labels[n]) within++
    }
    best = Math.max(best, within / total - degrees.reduce((sum, degree) => sum + (degree / total) ** 2, 0))
  }
  visit(0, 0)
  return best
}
