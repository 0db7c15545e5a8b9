import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTexts, mistyped, titles } from '../../testing/texts.ts'
import { seededRandom } from '../random.ts'
import { embedTexts } from './embed-texts.ts'
import { dotOf } from './feature-index.ts'
import { nearDuplicatesByHash } from './near-duplicates-by-hash.ts'
import { NEAR_DUPLICATE, nearDuplicates } from './near-duplicates.ts'
import { placeTexts, type TextVectors, textVectors } from './text-vectors.ts'

const named = (pairs: readonly { a: string; b: string }[]) =>
  pairs.map(({ a, b }) => [a, b].sort().join(' ')).sort()

/** Every pair of different writing, compared one by one. */
function bruteForce(vectors: TextVectors, threshold: number): string[] {
  const pairs: { a: string; b: string }[] = []
  const isFirst = (t: number) => t === 0 || vectors.writing[t] !== vectors.writing[t - 1]
  vectors.ids.forEach((b, j) =>
    vectors.ids.slice(0, j).forEach((a, i) => {
      if (isFirst(i) && isFirst(j) && dotOf(vectors, i, j) >= threshold) pairs.push({ a, b })
    })
  )
  return named(pairs)
}

const everywhere = (threshold: number) => ({
  thresholds: { latin: threshold, cyrillic: threshold, han: threshold, other: threshold }
})

describe('textVectors', () => {
  it('refuses an id twice, and gives vectors of length 1 or 0', () => {
    const twice = [
      { id: 'a', text: 'x' },
      { id: 'a', text: 'y' }
    ]
    expect(() => textVectors(twice)).toThrow('textVectors: texts must have distinct ids')
    fc.assert(
      fc.property(anyTexts(), items => {
        const { starts, weights, features } = textVectors(items)
        items.forEach((_, t) => {
          const own = weights.slice(starts[t], starts[t + 1])
          const length = own.reduce((sum, weight) => sum + weight * weight, 0)
          if (own.length > 0) expect(length).toBeCloseTo(1, 12)
          const numbers = [...features.slice(starts[t], starts[t + 1])]
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
        })
      })
    )
  })

  it('places a text of the model where it was, and one of other words nowhere near', () => {
    const items = titles(seededRandom('model'), 60)
    const known = textVectors(items)
    const again = placeTexts(known.model!, items)
    expect(again.weights).toEqual(known.weights)
    expect(again.features).toEqual(known.features)
    const strange = placeTexts(known.model!, [{ id: 'new', text: 'xylophon xxx yyy' }])
    expect(Math.hypot(...strange.weights)).toBeLessThan(0.5)
  })
})

describe('nearDuplicates', () => {
  it('refuses thresholds and bounds out of range', () => {
    const vectors = textVectors([])
    expect(() => nearDuplicates(vectors, { thresholds: { latin: 0 } })).toThrow('the threshold of latin')
    expect(() => nearDuplicates(vectors, { thresholds: { han: NaN } })).toThrow('the threshold of han')
    expect(() => nearDuplicates(vectors, { mostPairs: 0 })).toThrow('nearDuplicates: mostPairs')
    expect(nearDuplicates(vectors)).toMatchObject({ identical: [], pairs: [], complete: true, compared: 0 })
  })

  it('finds exactly the pairs that comparing every two finds', () => {
    fc.assert(
      fc.property(anyTexts(), fc.double({ min: 0.05, max: 0.99, noNaN: true }), (items, threshold) => {
        const vectors = textVectors(items)
        const { pairs } = nearDuplicates(vectors, everywhere(threshold))
        expect(named(pairs)).toEqual(bruteForce(vectors, threshold))
      })
    )
    const vectors = textVectors(titles(seededRandom('brute'), 300))
    for (const threshold of [0.2, 0.5, 0.8]) {
      const { pairs, compared } = nearDuplicates(vectors, everywhere(threshold))
      expect(named(pairs)).toEqual(bruteForce(vectors, threshold))
      expect(compared).toBeLessThan((300 * 299) / 2)
    }
  })

  it('joins what is written the same, and sets apart what only looks alike', () => {
    const texts = [
      'Fix Main Street',
      'fix  main street',
      'Fix Main Street.',
      'Fix Elm Street',
      'Більше дерев у парку',
      'Більше дерев у парках'
    ]
    const { identical, pairs } = nearDuplicates(textVectors(texts.map((text, i) => ({ id: `${i}`, text }))))
    expect(identical).toEqual([['0', '1']])
    expect(named(pairs)).toEqual(['0 2', '4 5'])
    expect(pairs[1]!.threshold).toBe(NEAR_DUPLICATE.cyrillic)
  })

  it('finds mistyped titles in every language, and keeps different ones apart', () => {
    const random = seededRandom('typing')
    const wanted = [
      [
        'Plant more trees along Central Avenue',
        'A playground for children in the old park',
        'Night buses on weekends'
      ],
      [
        'Посадити більше дерев уздовж вулиці',
        'Дитячий майданчик у старому парку',
        'Нічні автобуси у вихідні дні'
      ],
      [
        'Посадить больше деревьев вдоль улицы',
        'Детская площадка в старом парке',
        'Ночные автобусы по выходным'
      ],
      [
        'Засадете повече дървета по улицата',
        'Повече пейки край брега на реката',
        'Нощни автобуси през уикенда'
      ],
      [
        'Posadzić więcej drzew wzdłuż ulicy',
        'Plac zabaw dla dzieci w starym parku',
        'Nocne autobusy w weekendy'
      ],
      [
        'Plantar más árboles en la avenida',
        'Un parque infantil en el barrio viejo',
        'Autobuses nocturnos los fines de semana'
      ],
      [
        '在中央大道的兩旁種植更多的樹木和花草',
        '在老公園的東邊建一個兒童遊樂場地',
        '週末的夜晚增加公車班次到郊區'
      ]
    ].flat()
    const items = wanted.flatMap((text, i) => [
      { id: `${i} as wanted`, text },
      ...[1, 2, 3, 4].map(copy => ({ id: `${i} copy ${copy}`, text: mistyped(random, text) }))
    ])
    const { pairs } = nearDuplicates(textVectors(items))
    const isSame = ({ a, b }: { a: string; b: string }) => a.split(' ')[0] === b.split(' ')[0]
    expect(pairs.filter(pair => !isSame(pair))).toEqual([])
    const found = new Set(
      pairs.filter(({ a, b }) => `${a}${b}`.includes('wanted')).flatMap(({ a, b }) => [a, b])
    )
    expect(items.filter(({ id }) => found.has(id)).length / items.length).toBeGreaterThan(0.9)
  })

  it('is the same in every order and, but for the names, under other ids', () => {
    fc.assert(
      fc.property(anyTexts(), items => {
        const one = nearDuplicates(textVectors(items))
        expect(nearDuplicates(textVectors(items.toReversed()))).toEqual(one)
        const renamed = nearDuplicates(
          textVectors(items.map(({ id, text }) => ({ id: `z${9 - Number(id.slice(1))}`, text })))
        )
        expect(renamed.pairs.map(({ similarity }) => similarity)).toEqual(
          one.pairs.map(({ similarity }) => similarity)
        )
      })
    )
  })

  it('says when there were more pairs than allowed, and stops when told to', () => {
    const vectors = textVectors(['tree one', 'tree two', 'tree ten'].map(text => ({ id: text, text })))
    expect(nearDuplicates(vectors, { ...everywhere(0.05), mostPairs: 1 })).toMatchObject({ complete: false })
    expect(() => nearDuplicates(vectors, { signal: AbortSignal.abort(new Error('enough')) })).toThrow(
      'enough'
    )
  })
})

describe('nearDuplicatesByHash', () => {
  const vectors = textVectors(titles(seededRandom('hashed'), 1500))
  const exact = nearDuplicates(vectors)
  const hashed = nearDuplicatesByHash(vectors, seededRandom('hashes'))

  it('lists only pairs that are, with the same likeness, and misses few', () => {
    const known = new Map(exact.pairs.map(({ a, b, similarity }) => [`${a} ${b}`, similarity]))
    for (const { a, b, similarity } of hashed.pairs)
      expect(similarity).toBeCloseTo(known.get(`${a} ${b}`)!, 12)
    expect(exact.pairs.length).toBeGreaterThan(100)
    expect(hashed.pairs.length / exact.pairs.length).toBeGreaterThan(0.97)
    expect(hashed.identical).toEqual(exact.identical)
    expect(hashed.compared).toBeLessThan(100_000)
  })

  it('repeats itself with the same seed, and states its chances', () => {
    expect(nearDuplicatesByHash(vectors, seededRandom('hashes'))).toEqual(hashed)
    expect(hashed.seed).toBe('hashes')
    expect(hashed.chances.find(({ jaccard }) => jaccard === 0.5)!.found).toBeCloseTo(
      1 - (1 - 0.0625) ** 50,
      12
    )
    expect(() => nearDuplicatesByHash(vectors, seededRandom('x'), { rows: 0 })).toThrow(
      'nearDuplicatesByHash: rows'
    )
  })

  it('flags crowds, of which only neighbours are compared', () => {
    const crowd = textVectors(
      Array.from({ length: 30 }, (_, i) => ({ id: `${i}`, text: `same words${'!'.repeat(i)}` }))
    )
    const { crowded, pairs } = nearDuplicatesByHash(crowd, seededRandom('x'), { mostShared: 5 })
    expect(crowded).toBeGreaterThan(0)
    expect(pairs.length).toBeLessThan((30 * 29) / 2)
  })
})

describe('embedTexts', () => {
  const items = [
    { id: 'b', text: 'trees' },
    { id: 'a', text: 'árboles' },
    { id: 'c', text: 'buses' }
  ]
  const meaning = new Map([
    ['trees', [1, 0.1]],
    ['árboles', [1, 0]],
    ['buses', [-0.2, 1]]
  ])

  it('lets an outside model say what is alike', async () => {
    const vectors = await embedTexts(items, async texts => texts.map(text => meaning.get(text)!))
    expect(named(nearDuplicates(vectors, everywhere(0.9)).pairs)).toEqual(['a b'])
    expect(vectors.model).toBe(null)
  })

  it('refuses what is no answer', async () => {
    await expect(embedTexts(items, () => [])).rejects.toThrow('the model must give 3 vectors, got 0')
    await expect(embedTexts(items, () => [[1], [1, 2], [1]])).rejects.toThrow('vectors must be of one length')
    await expect(embedTexts(items, () => [[1], [NaN], [1]])).rejects.toThrow('must be a finite number')
    expect((await embedTexts(items, () => [[0], [0], [0]])).weights).toEqual(new Float64Array(3))
  })
})
