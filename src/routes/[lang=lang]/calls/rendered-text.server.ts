import { markdownToHtml } from '../../../core/text/markdown.server.ts'

/** What organisers wrote is the same for every visitor: it is made into HTML once. */
const rendered = new Map<string, string>()
const mostRendered = 300

/** A text of an organisation as safe HTML. */
export function renderText(text: string): string {
  if (text === '') return ''
  const known = rendered.get(text)
  if (known !== undefined) return known
  const html = markdownToHtml(text)
  rendered.set(text, html)
  if (rendered.size > mostRendered) rendered.delete(rendered.keys().next().value!)
  return html
}
