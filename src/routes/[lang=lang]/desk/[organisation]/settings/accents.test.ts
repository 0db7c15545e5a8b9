import { expect, it } from 'vitest'
import { isReadableAccent } from '#lib/core/organisation/accent.ts'
import { accentsWith } from './accents.ts'

it('all hues offered can be read, in the order of the wheel, with the one chosen among them', () => {
  const offered = accentsWith(212)
  expect(offered.every(({ hue, contrast }) => isReadableAccent(hue) && contrast >= 4.5)).toBe(true)
  expect(offered.map(({ hue }) => hue)).toContain(212)
  expect(offered).toEqual(offered.toSorted((a, b) => a.hue - b.hue))
  expect(accentsWith(40)).toHaveLength(offered.length - 1)
})
