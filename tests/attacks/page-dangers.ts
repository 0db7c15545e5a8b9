import { createHash } from 'node:crypto'

/** Attributes by which a page makes a browser ask for something, or run something, without anybody pressing a link. */
const loading = new Set(['src', 'srcset', 'poster', 'data', 'background', 'manifest', 'ping', 'imagesrcset'])
const leading = new Set(['href', 'action', 'formaction', 'xlink:href'])

// A quoted value ends its attribute, so another may follow it without a space.
const tagPattern =
  /<(\/?[a-z][^\s/>]*)((?:(?:[\s/]+|(?<=["']))[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)[\s/]*>/gi
const attributePattern = /([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g

interface Tag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** Where what stands behind it begins. */
  readonly end: number
}

function* tagsOf(html: string): Generator<Tag> {
  const pattern = new RegExp(tagPattern)
  for (let match = pattern.exec(html); match; match = pattern.exec(html)) {
    const name = match[1]!.toLowerCase()
    const attributes = new Map(
      [...match[2]!.matchAll(attributePattern)].map(one => [
        one[1]!.toLowerCase(),
        decoded(one[2] ?? one[3] ?? one[4] ?? '')
      ])
    )
    yield { name, attributes, end: pattern.lastIndex }
    // What stands in a script or a style is no markup; it ends at the next closing tag, whatever is before it.
    const rest =
      name === 'script' || name === 'style' ? html.toLowerCase().indexOf(`</${name}`, pattern.lastIndex) : -1
    if (rest >= 0) pattern.lastIndex = rest
  }
}

const decoded = (text: string): string =>
  text
    .replaceAll(/&#x([0-9a-f]+);?/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll(/&#(\d+);?/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/**
 * What is dangerous in a page, as sentences: handlers and styles in attributes, scripts that its policy does not name,
 * requests to another origin, addresses that run.
 */
export function dangersOf(html: string, at: string, policy: string): string[] {
  const origin = new URL(at).origin
  const found: string[] = []
  const page = html.replaceAll(/<!--[\s\S]*?-->/g, '')
  for (const { name, attributes, end } of tagsOf(page)) {
    const loadsLink =
      name === 'link' &&
      !/\b(alternate|canonical|license|author|next|prev)\b/.test(attributes.get('rel') ?? '')
    for (const [attribute, value] of attributes) {
      if (attribute.startsWith('on')) found.push(`<${name}> has ${attribute}`)
      if (attribute === 'style') found.push(`<${name}> has a style`)
      const leads = leading.has(attribute)
      if (!leads && !loading.has(attribute)) continue
      const url = URL.parse(attribute.endsWith('srcset') ? value.trim().split(/\s/)[0]! : value, at)
      if (!url) found.push(`<${name} ${attribute}> is no address: ${value}`)
      else if (!/^https?:$/.test(url.protocol) && !isHarmless(url, name))
        found.push(`<${name} ${attribute}> runs: ${value}`)
      else if (
        /^http/.test(url.protocol) &&
        url.origin !== origin &&
        (!leads || name !== 'a') &&
        (!leads || name !== 'link' || loadsLink)
      )
        found.push(`<${name} ${attribute}> goes elsewhere: ${value}`)
    }
    if (name === 'script' && !attributes.has('src') && !/json/.test(attributes.get('type') ?? '')) {
      const text = page.slice(end, page.toLowerCase().indexOf('</script', end))
      const hash = `'sha256-${createHash('sha256').update(text).digest('base64')}'`
      if (!policy.includes(hash)) found.push(`a script that the policy does not name: ${text.slice(0, 80)}`)
    }
    if (['iframe', 'object', 'embed', 'applet', 'base', 'frame', 'portal'].includes(name))
      found.push(`there is a <${name}>`)
  }
  return found
}

const isHarmless = (url: URL, name: string): boolean =>
  (url.protocol === 'data:' &&
    name === 'img' &&
    /^data:image\/(png|svg\+xml|webp|jpeg)[;,]/.test(url.href)) ||
  ((url.protocol === 'mailto:' || url.protocol === 'tel:') && name === 'a')
