import { expect, test } from 'vitest'
import { slugOf } from './slug.ts'

test('a name in Latin letters loses its marks', () => {
  expect(slugOf('Gmina Łódź – Biuro Rozwoju')).toBe('gmina-lodz-biuro-rozwoju')
  expect(slugOf('Ayuntamiento de Cañón')).toBe('ayuntamiento-de-canon')
})

test('a name in Cyrillic becomes readable Latin', () => {
  expect(slugOf('Громада Нижні Яблуні')).toBe('hromada-nyzhni-iabluni')
  expect(slugOf('Площадь, общество')).toBe('ploshchad-obshchestvo')
})

test('a name without letters gives nothing', () => {
  expect(slugOf('— ★ —')).toBe('')
})

test('a long name is cut, never at a hyphen', () => {
  expect(slugOf('abc def ghi', 8)).toBe('abc-def')
})
