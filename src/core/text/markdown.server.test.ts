import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markdownToHtml } from './markdown.server.ts'

const html = (text: string) => markdownToHtml(text).trim()

describe('hostile text', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<!--<script>-->',
    '<iframe srcdoc="<script>alert(1)</script>">'
  ])('in HTML is shown as text: %s', text => {
    expect(html(text)).not.toMatch(/<(?!\/?(p|br)\b)/)
    expect(html(text)).toContain('&lt;')
  })

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](vbscript:x)',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](data:image/svg+xml;base64,PHN2Zz4=)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '[x]: javascript:alert(1)\n\n[x]',
    '[x](//evil.example/)'
  ])('makes no link: %s', text => {
    expect(html(text)).not.toMatch(/href="(?!http)/i)
    expect(html(text)).not.toMatch(/href="[^"]*script/i)
  })

  it('cannot leave an attribute', () => {
    expect(html('[x](https://a.example/"onmouseover="alert(1))')).not.toMatch(/<a [^>]*\sonmouseover/)
    expect(html('![" onerror="alert(1)](https://a.example/x.png)')).not.toMatch(/<[^>]*\sonerror/)
    expect(html('```x" onclick="alert(1)\ncode\n```')).toBe('<pre><code>code\n</code></pre>')
  })

  it('of any shape gives only the tags and attributes that are allowed', () => {
    const part = fc.constantFrom(
      ...[
        '<script>',
        '</p>',
        '<a href=x>',
        '[',
        '](',
        ')',
        '![',
        '"',
        "'",
        '`',
        '```\n',
        '*',
        '_',
        '# ',
        '> ',
        '- ',
        '|'
      ],
      ...[
        '\n',
        '\n\n',
        'javascript:',
        'https://a.example',
        'onclick=',
        '&lt;',
        '&#x6a;',
        '\\',
        'слово',
        '<',
        '>'
      ]
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), parts => {
        const tags = markdownToHtml(parts.join('')).match(/<[^>]*>/g) ?? []
        for (const tag of tags) {
          expect(tag).toMatch(
            /^<(\/?(p|h[3-6]|ul|ol|li|blockquote|pre|code|em|strong|s|a|table|thead|tbody|tr|th|td)|br \/|hr \/|ol start="\d+"|a( href="[^"<>]*")? rel="nofollow ugc noopener")>$/
          )
        }
      }),
      { numRuns: 2000 }
    )
  })
})

describe('plain writing', () => {
  it('keeps paragraphs and line breaks', () => {
    expect(html('Перший рядок\nдругий\n\nНовий абзац')).toBe(
      '<p>Перший рядок<br />\nдругий</p>\n<p>Новий абзац</p>'
    )
  })

  it('keeps lists, emphasis, quotes and tables', () => {
    expect(html('3. three\n4. *four*')).toBe('<ol start="3">\n<li>three</li>\n<li><em>four</em></li>\n</ol>')
    expect(html('> ~~old~~ **new**')).toBe(
      '<blockquote>\n<p><s>old</s> <strong>new</strong></p>\n</blockquote>'
    )
    expect(html('a | b\n:-: | -\n1 | 2')).toContain('<th>a</th>')
  })

  it('lowers headings below those of the page', () => {
    expect(html('# one\n\n## two\n\n###### six')).toBe('<h3>one</h3>\n<h4>two</h4>\n<h6>six</h6>')
    expect(html('## two\n\n### three')).toBe('<h3>two</h3>\n<h4>three</h4>')
  })

  it('links addresses with a scheme, and marks every link', () => {
    expect(html('See https://a.example/x?y=1&z=2.')).toBe(
      '<p>See <a href="https://a.example/x?y=1&amp;z=2" rel="nofollow ugc noopener">https://a.example/x?y=1&amp;z=2</a>.</p>'
    )
    expect(html('[us](/en/calls/x)')).toBe('<p><a href="/en/calls/x" rel="nofollow ugc noopener">us</a></p>')
  })

  it('takes no sentence and no person for an address', () => {
    expect(html('This is the end.So we go to end.to')).toBe('<p>This is the end.So we go to end.to</p>')
    expect(html('olena@example.org')).toBe('<p>olena@example.org</p>')
  })

  it('shows a picture as a link, so that no other host learns who reads', () => {
    expect(html('![the lake](https://a.example/lake.jpg)')).toBe(
      '<p><a href="https://a.example/lake.jpg" rel="nofollow ugc noopener">the lake</a></p>'
    )
  })
})
