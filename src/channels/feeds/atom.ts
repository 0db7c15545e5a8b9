/** Atom feeds (RFC 4287) as text, from what views show. Pure: same facts, same bytes. */

/** Where things are read. Full addresses. */
export interface FeedAddresses {
  /** Of the feed itself. */
  readonly self: string
  /** Of the page that says the same to people. */
  readonly page: string
  /** Of the page of one entry, by its id (contributions) or slug (calls). */
  entry(name: string): string
}

export interface FeedCall {
  readonly callId: string
  readonly slug: string
  readonly question: string
  readonly summary: string
  readonly language: string
  /** RFC 3339; null only for a draft, which has no feed. */
  readonly openedAt: string | null
}

export interface FeedContribution {
  readonly contributionId: string
  readonly title: string
  readonly excerpt: string
  readonly language: string | null
  readonly author: string | null
  readonly createdAt: string
}

/** Something that became of a call: an answer, or a turn of a milestone. */
export interface FeedChange {
  readonly id: string
  readonly title: string
  readonly text: string
  /** The full address of its page. */
  readonly link: string
  /** RFC 3339. */
  readonly at: string
}

export interface FeedOrganisation {
  readonly organisationId: string
  readonly name: string
  readonly about: string
}

/**
 * The newest contributions of a call and what became of them, as many as are given, newest first.
 *
 * @param guest What stands for somebody who gave no name, in the language of the call: without an author of its own an
 *   entry would be the organisation's.
 */
export function atomOfCall(
  call: FeedCall & { readonly organisation: { readonly name: string } },
  contributions: readonly FeedContribution[],
  at: FeedAddresses,
  guest: string,
  changes: readonly FeedChange[] = []
): string {
  const entries = contributions.map(one => ({
    id: one.contributionId,
    title: one.title,
    text: one.excerpt,
    link: at.entry(one.contributionId),
    author: one.author ?? guest,
    at: one.createdAt,
    language: one.language
  }))
  const became = changes.map(change => ({
    ...change,
    author: call.organisation.name,
    language: call.language
  }))
  const all = [...became, ...entries].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  return feed(
    {
      id: call.callId,
      title: call.question,
      subtitle: call.summary,
      author: call.organisation.name,
      language: call.language,
      since: call.openedAt
    },
    all,
    at
  )
}

/** The calls of an organisation, newest first; those in it must be open to everybody. */
export function atomOfOrganisation(
  organisation: FeedOrganisation,
  calls: readonly FeedCall[],
  at: FeedAddresses
): string {
  const entries = calls.map(call => ({
    id: call.callId,
    title: call.question,
    text: call.summary,
    link: at.entry(call.slug),
    author: organisation.name,
    at: call.openedAt ?? beginning,
    language: call.language
  }))
  return feed(
    {
      id: organisation.organisationId,
      title: organisation.name,
      subtitle: organisation.about,
      author: organisation.name,
      language: null,
      since: null
    },
    entries,
    at
  )
}

interface Head {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly author: string
  readonly language: string | null
  /** What it says of its time while it has no entries. */
  readonly since: string | null
}

interface Entry {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly link: string
  readonly author: string
  readonly at: string
  readonly language: string | null
}

/** An Atom feed must have a time, also one of which nothing is known. */
const beginning = '1970-01-01T00:00:00.000Z'

function feed(head: Head, entries: readonly Entry[], at: FeedAddresses): string {
  // The times of views are UTC with equal digits, so that their order is that of texts.
  const updated = entries.reduce(
    (last, entry) => (entry.at > last ? entry.at : last),
    head.since ?? beginning
  )
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom"${languageOf(head.language)}>`,
    element('id', `urn:uuid:${head.id}`),
    element('title', head.title),
    ...(head.subtitle ? [element('subtitle', head.subtitle)] : []),
    element('updated', updated),
    `<link rel="self" type="application/atom+xml" href="${escaped(at.self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escaped(at.page)}"/>`,
    `<author>${element('name', head.author)}</author>`,
    ...entries.map(entryOf),
    '</feed>',
    ''
  ].join('\n')
}

const entryOf = (entry: Entry): string =>
  [
    `<entry${languageOf(entry.language)}>`,
    element('id', `urn:uuid:${entry.id}`),
    // An entry of Atom has a title, even if nothing is in it.
    element('title', entry.title),
    element('updated', entry.at),
    element('published', entry.at),
    `<link rel="alternate" type="text/html" href="${escaped(entry.link)}"/>`,
    `<author>${element('name', entry.author)}</author>`,
    ...(entry.text ? [element('summary', entry.text)] : []),
    '</entry>'
  ].join('\n')

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`

const languageOf = (language: string | null): string => (language ? ` xml:lang="${escaped(language)}"` : '')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;'
}

/** What XML 1.0 cannot hold at all, not even escaped (section 2.2), among them halves of surrogate pairs. */
const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const escaped = (text: string): string =>
  text.replace(impossible, '').replace(/[&<>"']/g, found => entities[found]!)
