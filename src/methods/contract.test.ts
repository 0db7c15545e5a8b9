import { existsSync, readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Counted, CountedResponse, Method } from '../core/method.ts'
import { canonicalJson } from '../core/ledger/canonical.ts'
import { methods } from './index.ts'

const folder = (id: string) => new URL(`./${id}/`, import.meta.url)
const parts = ['Contribute', 'Contribution', 'Respond', 'Result', 'Settings']
const languages = ['en', 'uk', 'pl', 'bg', 'es', 'ru']
const at = Date.UTC(2027, 0, 30)

describe('every folder of methods is in the list', () => {
  it('and the list names no other', () => {
    const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true }).filter(entry =>
      entry.isDirectory()
    )
    expect(folders.map(entry => entry.name).sort()).toEqual([...methods.keys()].sort())
  })
})

describe.each([...methods])('%s', (id, method: Method) => {
  const settings = method.settings.parse(method.defaults)

  it('has the shape of all methods', () => {
    expect(method.id).toBe(id)
    for (const file of [
      'README.md',
      'method.ts',
      'settings.ts',
      'contribution.ts',
      'response.ts',
      'tally.ts'
    ]) {
      expect(existsSync(new URL(file, folder(id))), file).toBe(true)
    }
    for (const part of parts) expect(existsSync(new URL(`${part}.svelte`, folder(id))), part).toBe(true)
    for (const language of languages)
      expect(existsSync(new URL(`messages/${language}.json`, folder(id))), language).toBe(true)
  })

  it('says in its README what it answers, when not to use it, where it is weak, and its sources', () => {
    const text = readFileSync(new URL('README.md', folder(id)), 'utf8')
    for (const heading of [
      'The question it answers',
      'When not to use it',
      'Fairness',
      'Known weaknesses',
      'Sources'
    ])
      expect(text).toContain(heading)
    expect(text).toMatch(/\((?:18|19|20)\d\d\)/)
  })

  it('has defaults that are valid and survive JSON', () => {
    expect(JSON.parse(JSON.stringify(settings))).toEqual(settings)
    expect(method.settings.safeParse({ ...settings, surprise: true }).success).toBe(false)
  })

  it('derives rules that the core understands', () => {
    const rules = method.rules(settings)
    expect(['guests', 'confirmed', 'nobody']).toContain(rules.contribute)
    expect(['always', 'after-close']).toContain(rules.totals)
    expect(rules.responseKind).toMatch(/^[a-z-]+$/)
  })

  it('refuses rubbish with a problem that names its place, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.object({ key: fc.constantFrom('title', 'text', 'theme', 'score', 'x') })),
        rubbish => {
          for (const schema of [method.settings, method.contribution(settings), method.response(settings)]) {
            const parsed = schema.safeParse(rubbish)
            if (!parsed.success) expect(parsed.error.issues.length).toBeGreaterThan(0)
          }
        }
      )
    )
  })

  it('gives a defined result for nothing, for one, and for a tie', () => {
    const none = method.tally(settings, [], [], at)
    expect(none).toMatchObject({ contributions: 0, responses: 0, ranking: [] })
    const one = method.tally(settings, [contribution('a')], [], at)
    expect(one.contributions).toBe(1)
    const tied = method.tally(
      settings,
      [contribution('a'), contribution('b')],
      [response('a', method), response('b', method)],
      at
    )
    const ranked = tied.ranking.flatMap(group => group.ids)
    if (ranked.length === 2) expect(tied.ranking).toHaveLength(1)
  })

  it('gives the same bytes in every order of its input', () => {
    fc.assert(
      fc.property(
        scene(method).chain(one =>
          fc.tuple(fc.constant(one), shuffled(one.contributions), shuffled(one.responses))
        ),
        ([{ contributions, responses }, others, replies]) => {
          expect(canonicalJson(method.tally(settings, others, replies, at))).toBe(
            canonicalJson(method.tally(settings, contributions, responses, at))
          )
        }
      )
    )
  })

  it('gives a result that survives JSON and equals a recount', () => {
    fc.assert(
      fc.property(scene(method), ({ contributions, responses }) => {
        const result = method.tally(settings, contributions, responses, at)
        expect(canonicalJson(JSON.parse(JSON.stringify(result)))).toBe(canonicalJson(result))
        const recount = method.tally(
          JSON.parse(JSON.stringify(settings)),
          structuredClone(contributions),
          structuredClone(responses),
          at
        )
        expect(canonicalJson(recount)).toBe(canonicalJson(result))
      })
    )
  })

  it('lets ranks follow a renaming of contributions', () => {
    fc.assert(
      fc.property(scene(method), ({ contributions, responses }) => {
        const renamed = (name: string) => `z${[...name].reverse().join('')}`
        const before = method.tally(settings, contributions, responses, at)
        const after = method.tally(
          settings,
          contributions.map(one => ({ ...one, id: renamed(one.id) })),
          responses.map(one => ({ ...one, target: renamed(one.target) })),
          at
        )
        const groups = (result: typeof before, name: (id: string) => string) =>
          result.ranking.map(group => [group.rank, group.score, group.ids.map(name).sort()])
        expect(groups(after, id => id)).toEqual(groups(before, renamed))
      })
    )
  })
})

const contribution = (id: string): Counted => ({ id, theme: null })

function response(target: string, method: Method, day = 1): CountedResponse {
  const settings = method.settings.parse(method.defaults)
  const body = [{}, { score: 4 }].find(one => method.response(settings).safeParse(one).success)
  return { target, kind: method.rules(settings).responseKind, body, at: at - day * 86_400_000 }
}

const scene = (method: Method) =>
  fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }).chain(ids =>
    fc.record({
      contributions: fc.constant(ids.map(contribution)),
      responses: fc.array(
        fc
          .tuple(fc.constantFrom(...ids), fc.integer({ min: 0, max: 400 }))
          .map(([target, day]) => response(target, method, day)),
        { maxLength: 40 }
      )
    })
  )

const shuffled = <T>(list: readonly T[]) =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })
