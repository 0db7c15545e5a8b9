import MarkdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'

/**
 * What people wrote, as HTML that is safe to put into a page as it is: paragraphs, lists, quotes, tables, emphasis,
 * code, headings and links.
 *
 * - HTML in the text is shown as text. Addresses with a scheme become links; every link tells search engines that we
 *   do not vouch for it, and leads to `http`, `https`, `mailto` or a page of ours.
 * - A picture becomes a link to it: showing it would tell its host who reads the page.
 * - The highest heading becomes `<h3>` and the others follow, since the page has its own first two levels.
 * - A single line break stays one: people type texts like letters.
 *
 * @param text At most some ten thousand characters; longer ones take time in proportion.
 */
export function markdownToHtml(text: string): string {
  return sanitizeHtml(markdown.render(text), allowed)
}

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 })

// Without a scheme, "end.So" and "ole@example.org" are words at the end of a sentence and a person's address.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false })

const firstHeading = 3

markdown.core.ruler.push('lower_headings', state => {
  const headings = state.tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close')
  const levelOf = ({ tag }: { tag: string }) => Number(tag.slice(1))
  const highest = Math.min(...headings.map(levelOf))
  for (const token of headings) token.tag = `h${Math.min(6, levelOf(token) - highest + firstHeading)}`
})

markdown.renderer.rules.image = (tokens, index) => {
  const { attrs, content } = tokens[index]!
  const address = markdown.utils.escapeHtml(String(attrs?.find(([name]) => name === 'src')?.[1] ?? ''))
  return `<a href="${address}">${markdown.utils.escapeHtml(content) || address}</a>`
}

/** A second fence behind a renderer that already lets no HTML through. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...[
      'p',
      'br',
      'hr',
      'h3',
      'h4',
      'h5',
      'h6',
      'ul',
      'ol',
      'li',
      'blockquote',
      'pre',
      'code',
      'em',
      'strong',
      's',
      'a'
    ],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td']
  ],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    a: (tagName, { href = '' }) => ({ tagName, attribs: { href, rel: 'nofollow ugc noopener' } })
  }
}
