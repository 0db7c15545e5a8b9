import { describe, expect, test } from 'vitest'
import { lineOfText, optionalText, requiredText } from './schema.ts'

const codes = (schema: ReturnType<typeof requiredText>, text: string) => {
  const { error } = schema.safeParse(text)
  return error?.issues.map(issue => (issue.code === 'custom' ? issue.params?.['code'] : issue.code)) ?? []
}

describe('a text', () => {
  test.each([
    '\u0000',
    '\u0007',
    '\u001b[31m',
    'a\u0085b',
    'a\u202eb',
    'a\u2066b',
    'a\ufeffb',
    'a\ud800',
    '\udc00a'
  ])('with %j is refused', text => expect(codes(optionalText(50), text)).toContain('control-characters'))

  test.each([
    ' ',
    '\n\n',
    '\u200b\u200b\u200b',
    '\u3164\u3164\u3164',
    '\u2800\u2800',
    '\u2060',
    '\u00ad\u034f',
    '\u00a0'
  ])('in which nothing can be seen is none: %j', text => {
    expect(codes(requiredText(50), text)).not.toEqual([])
    expect(codes(lineOfText(50), text)).not.toEqual([])
  })

  test.each(['.', '🧱', '👩‍👩‍👧', 'ї', 'می‌خواهم', '1️⃣', 'a\u200b'])(
    'in which something can be seen is one: %j',
    text => {
      expect(codes(lineOfText(50), text)).toEqual([])
    }
  )

  test('is kept composed, with plain ends of lines and nothing around it', () => {
    expect(optionalText(50).parse(' e\u0301\r\nb\rc\u2028d\t\n\n\n\ne ')).toBe('é\nb\nc\nd \n\ne')
  })

  test('of one line has one, whatever ends it', () => {
    for (const end of ['\n', '\r', '\r\n', '\u2028', '\u2029'])
      expect(codes(lineOfText(50), `a${end}b`)).toEqual(['one-line'])
  })

  test('is measured as it is kept', () => {
    expect(codes(requiredText(5, 3), '  ab  ')).toEqual(['too_small'])
    expect(codes(requiredText(5), 'abcdef')).toEqual(['too_big'])
    expect(requiredText(5).parse(`${' '.repeat(10)}abcde`)).toBe('abcde')
  })
})
