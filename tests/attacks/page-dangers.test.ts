import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { dangersOf } from './page-dangers.ts'

const at = 'https://mozaika.example/en'
const dangers = (html: string, policy = '') => dangersOf(html, at, policy)

test.each([
  ['a handler', '<img src="/x" onerror=alert(1)>'],
  ['a handler behind a closed attribute', '<a title="x"onmouseover="y" href="/z">z</a>'],
  ['a style', '<p style="position:fixed">x</p>'],
  ['a picture from elsewhere', '<img src="https://elsewhere.example/x.png">'],
  ['a picture without a scheme', '<img src=//elsewhere.example/x.png>'],
  ['a form that goes elsewhere', '<form action="https://elsewhere.example/">'],
  ['a style sheet from elsewhere', '<link rel="stylesheet" href="https://elsewhere.example/x.css">'],
  ['a script', '<script>alert(1)</script>'],
  ['a script from elsewhere', '<script src="https://elsewhere.example/x.js"></script>'],
  ['an address that runs', '<a href="java&#115;cript:alert(1)">x</a>'],
  ['a frame', '<iframe src="/x"></iframe>'],
  ['another base', '<base href="https://elsewhere.example/">'],
  [
    'markup behind a script that was left early',
    '<script type="application/json">"</script><img src=x onerror=y>"</script>'
  ]
])('%s is found', (_, html) => {
  expect(dangers(html)).not.toEqual([])
})

test('what is shown as text, links of people and scripts that the policy names are no danger', () => {
  const script = 'document.title = "x"'
  const policy = `script-src 'self' 'sha256-${createHash('sha256').update(script).digest('base64')}'`
  const html = `<p>&lt;script>alert(1)&lt;/script> onerror=x</p><a href="https://elsewhere.example/" rel="nofollow">x</a>
    <img src="/y.png" alt="onerror=x"><img src="data:image/png;base64,AA=="><script>${script}</script>
    <script type="application/json">{"a":"<img onerror=x>"}</script><link rel="canonical" href="https://mozaika.example/">`
  expect(dangers(html, policy)).toEqual([])
})
