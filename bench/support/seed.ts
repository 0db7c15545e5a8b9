import { hostname } from 'node:os'
import { seededRandom } from '@mozaika/aggregation'
import { doorThrough } from '../../src/cli/operator-client.ts'
import type { OperatorDoor } from '../../src/cli/operator-door.ts'
import { findPlace } from '../../src/cli/operator-place.ts'
import { makeTitles } from './titles.ts'

export interface SeedWish {
  readonly ideas: number
  readonly supports: number
}

/** An open call with one step of ideas, as large as wished. */
export interface SeededCall {
  readonly organisationId: string
  readonly callId: string
  readonly stepId: string
  readonly slug: string
}

/** Everybody gives this many, on average and when load is made. */
export const supportsEach = 5

/**
 * Fills a running server through the operator's door, by the same imports as real data: versions, title keys, ledger
 * lines and totals come about as they do in use. The same wish gives the same call.
 */
export async function seedCall(dataFolder: string, wish: SeedWish): Promise<SeededCall> {
  const door = doorThrough(findPlace(dataFolder)!, `bench on ${hostname()}`)
  const call = await openCall(door)
  const where = { callId: call.callId, stepId: call.stepId, source: 'bench' }
  const titles = makeTitles(wish.ideas)
  for (let from = 0; from < wish.ideas; from += ideasAtOnce) {
    const items = titles.slice(from, from + ideasAtOnce).map(({ title, language }, n) => ({
      key: `idea ${from + n}`,
      author: `author ${Math.floor((from + n) / 2)}`,
      authorName: `Olena ${Math.floor((from + n) / 2)}`,
      body: { title: title.slice(0, 120), text: textOf(titles, from + n) },
      language
    }))
    await door.pass('contribution.import', { ...where, items })
  }
  await importSupports(door, where, wish)
  return call
}

const ideasAtOnce = 500
const supportsAtOnce = 5_000

async function openCall(door: OperatorDoor): Promise<SeededCall> {
  const organisation = (await door.pass('organisation.create', {
    organisation: { name: 'Town of Bench', kind: 'public', languages: ['en', 'uk'], timeZone: 'Europe/Kyiv' }
  })) as { result: { organisationId: string } }
  const { organisationId } = organisation.result
  const slug = 'what-next'
  const drafted = (await door.pass('call.draft', { organisationId, slug, fields: fields() })) as {
    result: { callId: string }
  }
  const { callId } = drafted.result
  await door.pass('call.open', { callId })
  const found = (await door.pass('call.find', { call: callId })) as { steps: { stepId: string }[] }
  return { organisationId, callId, stepId: found.steps[0]!.stepId, slug }
}

const dayMs = 86_400_000

const fields = () => ({
  question: 'What should our town do next year?',
  summary: 'Everybody who lives, works or learns here can say what is missing and support what others say.',
  background: 'The town has a million to spend on what its people want most. '.repeat(20).trim(),
  promise: 'The council discusses the twenty ideas that most people support, in public, and answers each.',
  decides: 'The town council',
  answerOn: new Date(Date.now() + 60 * dayMs).toISOString().slice(0, 10),
  terms: '',
  licence: 'CC-BY-4.0',
  attribution: '',
  audience: 'Everybody in town',
  area: null,
  visibility: 'public',
  language: 'en',
  languages: ['en', 'uk'],
  timeZone: 'Europe/Kyiv',
  steps: [
    {
      slug: 'ideas',
      title: 'Ideas',
      method: 'ideas',
      settings: {},
      opensAt: null,
      closesAt: new Date(Date.now() + 30 * dayMs).toISOString()
    }
  ]
})

/** About 400 characters: sentences out of what others ask for. */
function textOf(titles: readonly { title: string }[], n: number): string {
  const sentences = Array.from({ length: 8 }, (_, k) => titles[(n * 7 + k * 13) % titles.length]!.title)
  return `${sentences.join('. ')}.`
}

/** Few ideas get most of the supports, as in real calls; nobody supports an idea twice. */
async function importSupports(
  door: OperatorDoor,
  where: object,
  { ideas, supports }: SeedWish
): Promise<void> {
  const random = seededRandom('supports')
  const people = Math.ceil(supports / supportsEach)
  let items: { person: string; target: string }[] = []
  for (let person = 0; person < people; person++) {
    const targets = new Set<number>()
    while (targets.size < Math.min(supportsEach, ideas)) targets.add(Math.floor(ideas * random.next() ** 3))
    for (const target of targets) items.push({ person: `person ${person}`, target: `idea ${target}` })
    if (items.length < supportsAtOnce && person < people - 1) continue
    // A few more than fit go along with the last person.
    await door.pass('response.import', { ...where, items: items.slice(0, supportsAtOnce) })
    items = items.slice(supportsAtOnce)
    if (person === people - 1 && items.length > 0) await door.pass('response.import', { ...where, items })
  }
}
