import type { JsonObject } from '../../core/ledger/canonical.ts'
import { languages } from '../../core/text/schema.ts'
import { letters } from './letters/index.ts'
import type { Template } from './letters/index.ts'
import type { Language, LetterText } from './letter.ts'

/** A letter as it was kept. */
export interface KeptLetter {
  readonly language: string
  readonly template: string
  readonly facts: JsonObject
}

/** A letter ready to go: the same words as plain text and as HTML. */
export interface ComposedLetter {
  readonly language: Language
  readonly subject: string
  readonly text: string
  readonly html: string
}

const longestSubject = 120

/**
 * Writes a letter out. An unknown language becomes English.
 *
 * @throws TypeError when there is no such template, or a fact is missing: a bug of whoever asked for it.
 */
export function compose(letter: KeptLetter, host: string): ComposedLetter {
  const language = (languages as readonly string[]).includes(letter.language)
    ? (letter.language as Language)
    : 'en'
  const words = write(letter, language)
  const footer = `Mozaika · ${host}`
  return {
    language,
    subject: shortened(oneLine(words.subject), longestSubject),
    text: asText(words, footer),
    html: asHtml(words, footer, language)
  }
}

function write({ template, facts }: KeptLetter, language: Language): LetterText {
  if (!Object.hasOwn(letters, template)) throw new TypeError(`there is no letter "${template}"`)
  const { kind, needs } = letters[template as Template]
  const missing = needs.filter(name => facts[name] === undefined)
  if (missing.length > 0) throw new TypeError(`the letter "${template}" lacks ${missing.join(', ')}`)
  // The facts were kept as data; that they fit the template was checked just now.
  return (kind[language] as (facts: unknown) => LetterText)(facts)
}

function asText(words: LetterText, footer: string): string {
  const link = words.link ? [`${words.link.label}:\n${words.link.url}`] : []
  const sections = (words.sections ?? []).flatMap(({ heading, items }) => [
    heading,
    ...items.map(({ text, url }) => `- ${text}\n  ${url}`)
  ])
  const less = words.less ? `\n${words.less.label}: ${words.less.url}` : ''
  return [...words.paragraphs, ...sections, ...link, `--\n${words.why}${less}\n${footer}`].join('\n\n') + '\n'
}

/** No pictures, nothing from elsewhere, nothing that counts who opened it. */
function asHtml(words: LetterText, footer: string, language: Language): string {
  const paragraphs = words.paragraphs.map(text => `<p style="margin:0 0 16px">${escaped(text)}</p>`)
  const sections = (words.sections ?? []).map(sectionOf)
  const link = words.link ? [linkOf(words.link)] : []
  const less = words.less ? `<br>${anchorOf(words.less.label, words.less.url)}` : ''
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(words.subject)}</title>
</head>
<body style="margin:0;padding:24px;font:16px/1.5 Georgia,'Times New Roman',serif">
<div style="max-width:34em;margin:0 auto">
<h1 style="font-size:22px;line-height:1.25;margin:0 0 20px">${escaped(words.subject)}</h1>
${[...paragraphs, ...sections, ...link].join('\n')}
<p style="margin:32px 0 0;padding-top:12px;border-top:1px solid;font-size:14px">${escaped(words.why)}${less}<br>${escaped(footer)}</p>
</div>
</body>
</html>
`
}

function linkOf({ label, url }: { label: string; url: string }): string {
  const address = escaped(url)
  return `<p style="margin:24px 0"><a href="${address}" style="display:inline-block;padding:12px 20px;border:2px solid;border-radius:4px;font-weight:bold;text-decoration:none">${escaped(label)}</a></p>
<p style="margin:0 0 16px;font-size:14px;word-break:break-all">${address}</p>`
}

type Section = NonNullable<LetterText['sections']>[number]

const sectionOf = ({ heading, items }: Section): string =>
  `<h2 style="font-size:18px;line-height:1.3;margin:24px 0 8px">${escaped(heading)}</h2>
<ul style="margin:0 0 16px;padding:0 0 0 20px">
${items.map(({ text, url }) => `<li style="margin:0 0 8px">${anchorOf(text, url)}</li>`).join('\n')}
</ul>`

const anchorOf = (text: string, url: string): string => `<a href="${escaped(url)}">${escaped(text)}</a>`

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br>')

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${[...text].slice(0, most - 1).join('')}…`
