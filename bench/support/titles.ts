import { seededRandom, type Random } from '@mozaika/aggregation'
import { actions, audiences, nameEnds, nameStarts, objects, places, reasons } from './title-words.ts'

export interface Title {
  title: string
  language: 'uk' | 'en'
  /** Titles with the same topic ask for the same thing in the same place, in whatever words. */
  topic: string
}

/**
 * Titles of ideas as residents write them, in Ukrainian and English by turns: an action, a thing, a place, at times for
 * whom and why; carelessly typed at times. What is asked for and where follows Zipf's law, as in real calls, so some
 * words stand in thousands of titles and most in a few. The same seed gives the same titles.
 */
export function makeTitles(count: number, seed = 'titles'): Title[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, n) => {
    const language = n % 2 === 0 ? 'uk' : 'en'
    return wordTopic(makeTopic(language, random), random)
  })
}

/** The same request again, worded and typed anew: what a duplicate search has to find. */
export function rewordTitle(title: Title, random: Random): Title {
  const [language, action, object, place] = JSON.parse(title.topic) as [
    Topic['language'],
    number,
    number,
    string
  ]
  return wordTopic({ language, action, object, place }, random)
}

interface Topic {
  language: 'uk' | 'en'
  action: number
  object: number
  place: string
}

function makeTopic(language: Topic['language'], random: Random): Topic {
  const place = places[language][zipf(places[language].length, random)]!.replaceAll('*', () =>
    name(language, random)
  ).replaceAll('#', () => String(1 + zipf(150, random)))
  const action = zipf(actions[language].length, random)
  return { language, action, object: zipf(objects[language].length, random), place }
}

function wordTopic({ language, action, object, place }: Topic, random: Random): Title {
  const [thing, ofThing] = objects[language][object]!
  const [verb, noun] = pick<readonly [string, string]>(actions[language][action]!, random)
  const request = chance(0.55, random) ? `${verb} ${thing}` : `${noun} ${ofThing}`
  const whom = chance(0.25, random) ? ` ${pick(audiences[language], random)}` : ''
  const why = chance(0.15, random) ? `, ${pick(reasons[language], random)}` : ''
  const title = chance(0.15, random)
    ? `${capital(place)}: ${request.toLowerCase()}${whom}${why}`
    : `${request}${whom} ${place}${why}`
  return { title: typed(title, random), language, topic: JSON.stringify([language, action, object, place]) }
}

/** A name out of about 800, the first ones far more often; first part and end are drawn alike. */
function name(language: Topic['language'], random: Random): string {
  const starts = nameStarts[language]
  return starts[zipf(starts.length, random)]! + nameEnds[language][random.below(nameEnds[language].length)]!
}

/** One title in six has a slip: two letters swapped, one left out or doubled; some are shouted or lower case. */
function typed(title: string, random: Random): string {
  let text = title
  if (chance(1 / 6, random)) {
    const at = 1 + random.below(text.length - 3)
    const slip = pick(['swap', 'omit', 'double'] as const, random)
    const [a, b] = [text[at]!, text[at + 1]!]
    text = text.slice(0, at) + { swap: b + a, omit: b, double: a + a + b }[slip] + text.slice(at + 2)
  }
  if (chance(0.02, random)) text = text.toUpperCase()
  else if (chance(0.1, random)) text = text.toLowerCase()
  return chance(0.1, random) ? `${text}!` : text
}

/** A number below `count`, about 1/rank as likely as the first: the inverse of a harmonic sum, taken as a logarithm. */
function zipf(count: number, random: Random): number {
  return Math.min(count - 1, Math.floor((count + 1) ** random.next()) - 1)
}

function pick<T>(among: readonly T[], random: Random): T {
  return among[random.below(among.length)]!
}

function chance(share: number, random: Random): boolean {
  return random.next() < share
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
