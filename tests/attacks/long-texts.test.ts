import { describe, expect, test } from 'vitest'
import { inputSchema } from '../../src/api/input-schema.ts'
import { acts } from '../../src/core/acts.ts'
import { guessLanguage } from '../../src/core/text/language.ts'
import { markdownToHtml } from '../../src/core/text/markdown.server.ts'
import { titleKeys } from '../../src/core/contribution/title-words.ts'
import { views } from '../../src/core/views.ts'

/**
 * Texts on which a pattern that looks back too far never comes to an end. Nothing is measured here: such a pattern would
 * not answer before the test's time is over.
 */
const endless = [
  'a',
  'a-',
  'a.',
  'a@',
  '@',
  '.',
  ' ',
  '\n',
  '\r\n',
  'á',
  'e\u0301',
  'ción',
  '0',
  '🧱',
  'http://a-',
  'x@a.',
  '2027-01-01T00:00:00.0',
  '"\\"'
].flatMap(part => {
  const text = part.repeat(Math.ceil(50_000 / part.length))
  return [text, `${text}!`, `x@${text}`, `http://${text}`, `!${text}\u0000`]
})

describe.each([...acts.values(), ...views.values()].map(one => [one.name, one] as const))('%s', (_, one) => {
  test('comes to an end with every field', () => {
    const fields = Object.keys(inputSchema(one).properties ?? {})
    for (const field of fields)
      for (const text of endless) expect(one.input.safeParse({ [field]: text })).toHaveProperty('success')
  })
})

test.each(
  [
    '[',
    '](',
    '*',
    '_*',
    '`',
    '>',
    '\n- ',
    '|',
    '||\n|-',
    '![',
    '<',
    '&',
    '\\',
    '[x]:\n',
    '[a](<',
    '> > ',
    '<!--',
    'http://a.'
  ].map(part => [part])
)('Markdown comes to an end: %j', part => {
  expect(markdownToHtml(part.repeat(20_000 / part.length))).not.toContain('<script')
})

test('what is made of texts comes to an end', () => {
  for (const text of endless) {
    expect([null, 'es']).toContain(guessLanguage(text))
    expect(titleKeys(text.slice(0, 300)).length).toBeLessThan(300)
  }
})
