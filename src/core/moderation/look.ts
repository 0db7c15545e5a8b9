import { foldTitle } from '../contribution/title-words.ts'

/** What a program can hold something for; see `docs/moderation.md` for each in plain words. */
export const holdRules = ['burst', 'link', 'near-copy', 'shouting', 'word', 'newcomer'] as const
export type HoldRule = (typeof holdRules)[number]

/** A rule that asks for a person's look, with what it saw: codes and figures. */
export interface Hold {
  readonly rule: HoldRule
  readonly found: Readonly<Record<string, string | number>>
}

/** What the programs of a call look for. */
export interface Guards {
  readonly words: readonly string[]
  readonly links: boolean
  readonly copies: boolean
  readonly shouting: boolean
  /** How much of one person within `burstMinutes` makes a burst. */
  readonly burst: number
  /** Null: nobody is trusted by what they did before. */
  readonly trustAfter: number | null
}

export const usualGuards: Guards = {
  words: [],
  links: true,
  copies: true,
  shouting: true,
  burst: 8,
  trustAfter: null
}

export const burstMinutes = 10
/** One address may send so many times as much as one person: a school or a library may be behind it. */
export const addressShare = 5
/** Somebody who wants to be read names one or two sources. */
export const mostLinks = 3
/** Shorter texts say the same by chance. */
export const leastWordsOfCopy = 12

/** What the rules find in words alone. */
export function lookAtWords(text: string, guards: Guards): Hold[] {
  const link = guards.links ? findBadLink(text) : null
  const loud = guards.shouting ? findShouting(text) : null
  const word = findListed(text, guards.words)
  return [
    ...(link ? [{ rule: 'link' as const, found: link }] : []),
    ...(loud ? [{ rule: 'shouting' as const, found: loud }] : []),
    ...(word === null ? [] : [{ rule: 'word' as const, found: { word } }])
  ]
}

const linkShape =
  /\b(?:https?:\/\/|www\.)[^\s<>"')\]]+|\b(?:javascript|data):[^\s]+|\b(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|top|xyz|click|link|shop|online|site|club|ru|cn|ua|pl|bg|es|io|me|ly|gl|to|cc)\/\S+/giu

/** Addresses that hide where they lead to: nobody can see beforehand what is there. */
export const linkShorteners = [
  'bit.ly',
  'bitly.com',
  'buff.ly',
  'clck.ru',
  'cutt.ly',
  'goo.gl',
  'goo.su',
  'is.gd',
  'lnkd.in',
  'ow.ly',
  'rb.gy',
  'rebrand.ly',
  'shorturl.at',
  's.id',
  't.co',
  't.ly',
  'tiny.cc',
  'tinyurl.com',
  'u.to',
  'v.gd',
  'vk.cc'
] as const

/** Why a link asks for a look: it hides its target, pretends to be another, or there are too many of them. */
export function findBadLink(
  text: string
): { why: string; host: string } | { why: string; count: number } | null {
  const links = text.match(linkShape) ?? []
  for (const link of links) {
    if (/^(?:javascript|data):/i.test(link)) return { why: 'script', host: '' }
    const authority = /^(?:https?:\/\/)?([^/?#]*)/i.exec(link)![1]!.toLowerCase()
    const host = authority
      .replace(/^.*@/, '')
      .replace(/:\d+$/, '')
      .replace(/^www\./, '')
    if (authority.includes('@')) return { why: 'disguised', host }
    if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || /^0x|^\d+$/.test(host)) return { why: 'number', host }
    if (/(?:^|\.)xn--/.test(host) || mixesScripts(host)) return { why: 'lookalike', host }
    if ((linkShorteners as readonly string[]).includes(host)) return { why: 'shortener', host }
  }
  return links.length > mostLinks ? { why: 'many', count: links.length } : null
}

const mixesScripts = (host: string) =>
  /[a-z]/.test(host) && /\p{Script=Cyrillic}|\p{Script=Greek}/u.test(host)

/** Capitals throughout, or marks and letters repeated; titles and abbreviations are too short to count. */
export function findShouting(text: string): { capitals: number } | { repeated: number } | null {
  const letters = text.match(/\p{Lu}|\p{Ll}/gu) ?? []
  const capitals = letters.filter(letter => letter !== letter.toLowerCase()).length
  if (letters.length >= 24 && capitals / letters.length >= 0.7)
    return { capitals: Math.round((100 * capitals) / letters.length) }
  const marks = /[!?！？]{4,}/u.exec(text) ?? /(\p{L})\1{5,}/iu.exec(text)
  return marks ? { repeated: marks[0].length } : null
}

/**
 * The first word of a list that a text has, or null. Case, accents, apostrophes and letters that look alike are the same;
 * `word*` finds every word that begins so, for languages whose words change at their ends. What has a dot is looked for
 * as it stands, for addresses.
 */
export function findListed(text: string, words: readonly string[]): string | null {
  if (words.length === 0) return null
  const folded = ` ${foldTitle(text)} `
  const plain = text.toLowerCase()
  const has = (word: string) => {
    if (word.includes('.')) return plain.includes(word.toLowerCase())
    const sought = foldTitle(word)
    if (sought === '') return false
    return folded.includes(word.trimEnd().endsWith('*') ? ` ${sought}` : ` ${sought} `)
  }
  return words.find(has) ?? null
}

/** How much two texts have in common, from 0 to 1: the pairs of neighbouring words they share of all they have. */
export function likeness(one: string, other: string): number {
  const a = pairsOf(one)
  const b = pairsOf(other)
  if (a.size === 0 || b.size === 0) return 0
  const shared = [...a].filter(pair => b.has(pair)).length
  return shared / (a.size + b.size - shared)
}

export const wordsIn = (text: string): string[] => foldTitle(text).split(' ').filter(Boolean)

function pairsOf(text: string): Set<string> {
  const words = wordsIn(text)
  return new Set(words.slice(1).map((word, n) => `${words[n]!} ${word}`))
}

/** From so much in common on, a text is nearly a copy. */
export const copyFrom = 0.7
