import { expect, it } from 'vitest'
import { checkFileCount } from './rules.ts'
import { cleanFileName, servingHeaders } from './serving.ts'

it('PDF and text are always saved, never shown, and no type is ever guessed', () => {
  for (const type of ['application/pdf', 'text/plain; charset=utf-8'] as const) {
    const headers = servingHeaders(type, 'x')
    expect(headers['content-disposition']).toMatch(/^attachment; /)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toContain('sandbox')
  }
})

it('images are shown in place', () => {
  expect(servingHeaders('image/webp', 'x.png')['content-disposition']).toBeUndefined()
})

it('a name in any alphabet is sent in UTF-8 with an ASCII stand-in', () => {
  expect(servingHeaders('application/pdf', "План 'А'.pdf")['content-disposition']).toBe(
    `attachment; filename="____ '_'.pdf"; filename*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD%20%27%D0%90%27.pdf`
  )
})

it('a name can neither leave its header nor its folder', () => {
  expect(servingHeaders('application/pdf', 'a"\r\nSet-Cookie: x=1.pdf')['content-disposition']).toBe(
    `attachment; filename="aSet-Cookie x=1.pdf"; filename*=UTF-8''aSet-Cookie%20x%3D1.pdf`
  )
  expect(cleanFileName('../../etc/passwd', 'txt')).toBe('passwd.txt')
  expect(cleanFileName('C:\\Temp\\plan.doc', 'pdf')).toBe('plan.pdf')
})

it('direction marks, hidden endings and over-long names are cleaned', () => {
  expect(cleanFileName('invoice\u202efdp.exe', 'pdf')).toBe('invoicefdp.pdf')
  expect(cleanFileName('.htaccess', 'txt')).toBe('file.txt')
  expect(cleanFileName('', 'txt')).toBe('file.txt')
  expect(cleanFileName('ї'.repeat(300), 'txt')).toBe(`${'ї'.repeat(100)}.txt`)
})

it('at most five files belong to one contribution', () => {
  expect(checkFileCount(4, 1)).toEqual([])
  expect(checkFileCount(4, 2)).toEqual(['too-many-files'])
})
