import { expect, test } from 'vitest'
import { atomOfCall, atomOfOrganisation } from './atom.ts'
import type { FeedAddresses, FeedContribution } from './atom.ts'

const at: FeedAddresses = {
  self: 'https://mozaika.example/calls/yard/feed.atom?a=1&b=2',
  page: 'https://mozaika.example/uk/calls/yard',
  entry: name => `https://mozaika.example/uk/calls/yard/contributions/${name}`
}
const call = {
  callId: '0197f6a0-0000-7000-8000-000000000001',
  slug: 'yard',
  question: 'Що змінити у дворі?',
  summary: 'Двір для всіх',
  language: 'uk',
  openedAt: '2026-03-01T08:00:00.000Z',
  organisation: { name: 'Громада' }
}
const idea: FeedContribution = {
  contributionId: '0197f6a0-0000-7000-8000-000000000002',
  title: 'Лавка',
  excerpt: 'Нема де сісти.',
  language: 'uk',
  author: 'Олена',
  createdAt: '2026-03-02T09:30:00.000Z'
}

/** A small reader of XML: elements, attributes and the five entities; throws at what is not well-formed. */
interface Node {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Node[]
  text: string
}

function parse(xml: string): Node {
  const root: Node = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const body = xml.replace(/^<\?xml version="1\.0" encoding="utf-8"\?>\n/, '')
  if (body === xml) throw new Error('no XML declaration')
  for (const [piece] of body.matchAll(/<[^<>]*>|[^<]+|</g)) {
    const tag = /^<(\/?)([a-z]+)((?: [a-z:]+="[^"<]*")*)(\/?)>$/.exec(piece)
    if (!tag) {
      if (piece.startsWith('<') || piece.includes('>')) throw new Error(`not well-formed: ${piece}`)
      open.at(-1)!.text += plain(piece)
    } else if (tag[1]) {
      if (open.pop()!.name !== tag[2]) throw new Error(`${tag[2]} closes something else`)
    } else {
      const attributes = [...tag[3]!.matchAll(/ ([a-z:]+)="([^"]*)"/g)].map(found => [
        found[1]!,
        plain(found[2]!)
      ])
      const node: Node = { name: tag[2]!, attributes: Object.fromEntries(attributes), children: [], text: '' }
      open.at(-1)!.children.push(node)
      if (!tag[4]) open.push(node)
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('elements are left open')
  return root.children[0]!
}

const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const plain = (text: string): string =>
  text.replace(/&([a-z]*);?/g, (all, name: string) => {
    if (!signs[name] || !all.endsWith(';')) throw new Error(`no such entity: ${all}`)
    return signs[name]
  })

const childOf = (node: Node, name: string) => node.children.find(child => child.name === name)!
const entriesOf = (node: Node) => node.children.filter(child => child.name === 'entry')

test('a feed of a call has what Atom asks for, in the language of the call', () => {
  const feed = parse(atomOfCall(call, [idea], at, 'Гість'))
  expect(feed.attributes).toEqual({ xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'uk' })
  expect(childOf(feed, 'id').text).toBe('urn:uuid:0197f6a0-0000-7000-8000-000000000001')
  expect(childOf(feed, 'title').text).toBe('Що змінити у дворі?')
  expect(childOf(feed, 'updated').text).toBe('2026-03-02T09:30:00.000Z')
  expect(childOf(feed, 'link').attributes).toEqual({
    rel: 'self',
    type: 'application/atom+xml',
    href: 'https://mozaika.example/calls/yard/feed.atom?a=1&b=2'
  })
  const [entry] = entriesOf(feed)
  expect(childOf(entry!, 'title').text).toBe('Лавка')
  expect(childOf(entry!, 'summary').text).toBe('Нема де сісти.')
  expect(childOf(entry!, 'link').attributes['href']).toBe(at.entry(idea.contributionId))
  expect(childOf(childOf(entry!, 'author'), 'name').text).toBe('Олена')
})

test('a guest is nobody by name, and not the organisation', () => {
  const [entry] = entriesOf(parse(atomOfCall(call, [{ ...idea, author: null }], at, 'Гість')))
  expect(childOf(childOf(entry!, 'author'), 'name').text).toBe('Гість')
})

test('what people write stays text, and what XML cannot hold is left out', () => {
  const title = `]]><script>alert("1")</script> & 'so' \u0000\u0008\ufffe\ud800 👍`
  const feed = parse(
    atomOfCall({ ...call, question: title }, [{ ...idea, title, excerpt: title }], at, title)
  )
  const kept = `]]><script>alert("1")</script> & 'so'  👍`
  expect(childOf(feed, 'title').text).toBe(kept)
  expect(childOf(entriesOf(feed)[0]!, 'summary').text).toBe(kept)
})

test('a feed without entries says when its call opened', () => {
  const feed = parse(atomOfCall(call, [], at, 'Гість'))
  expect(childOf(feed, 'updated').text).toBe('2026-03-01T08:00:00.000Z')
  expect(entriesOf(feed)).toEqual([])
})

test('a feed of an organisation lists its calls', () => {
  const organisation = { organisationId: '0197f6a0-0000-7000-8000-000000000009', name: 'Громада', about: '' }
  const feed = parse(atomOfOrganisation(organisation, [call], at))
  expect(childOf(feed, 'id').text).toBe('urn:uuid:0197f6a0-0000-7000-8000-000000000009')
  expect(childOf(feed, 'updated').text).toBe(call.openedAt)
  expect(childOf(feed, 'subtitle')).toBeUndefined()
  expect(entriesOf(feed).map(entry => childOf(entry, 'link').attributes['href'])).toEqual([at.entry('yard')])
  const empty = parse(atomOfOrganisation(organisation, [], at))
  expect(childOf(empty, 'updated').text).toBe('1970-01-01T00:00:00.000Z')
})

test('what became of a call stands among its contributions by the time it happened, as the organisation’s', () => {
  const became = (id: string, moment: string) => ({
    id: `0197f6a0-0000-7000-8000-00000000000${id}`,
    title: 'Відповідь на 2 внески: прийнято',
    text: 'Поставимо лавки.',
    link: `https://mozaika.example/uk/calls/yard/answers/${id}`,
    at: moment
  })
  const early = became('3', '2026-03-01T09:30:00.000Z')
  const late = became('4', '2026-04-02T09:30:00.000Z')
  const root = parse(atomOfCall(call, [idea], at, 'Гість', [late, early]))
  const entries = root.children.filter(node => node.name === 'entry')
  expect(entries.map(entry => childOf(entry, 'id')!.text.slice(-1))).toEqual(['4', '2', '3'])
  expect(childOf(childOf(entries[0]!, 'author')!, 'name')!.text).toBe('Громада')
  expect(childOf(root, 'updated')!.text).toBe(late.at)
})
