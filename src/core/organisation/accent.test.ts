import { expect, test } from 'vitest'
import { contrast, contrastOfAccent, isReadableAccent, leastContrast } from './accent.ts'

const grey = (lightness: number) => ({ lightness, chroma: 0, hue: 0 })

test('black on white is 21 : 1, and a colour on itself 1 : 1', () => {
  expect(contrast(grey(0), grey(1))).toBeCloseTo(21, 3)
  expect(contrast(grey(0.5), grey(0.5))).toBe(1)
})

test('the contrast of #777777 on white is 4.48 : 1, as WCAG tools say', () => {
  expect(contrast(grey(0.5693), grey(1))).toBeCloseTo(4.48, 2)
})

test('pure blue, which sRGB can just show, has the luminance that WCAG gives it', () => {
  const blue = { lightness: 0.452, chroma: 0.3132, hue: 264.05 }
  expect(contrast(blue, grey(1))).toBeCloseTo(8.59, 1)
})

test('which side is text and which is ground makes no difference', () => {
  expect(contrast(grey(0.3), grey(0.9))).toBe(contrast(grey(0.9), grey(0.3)))
})

test('every hue is readable with the lightness and chroma of the look', () => {
  const hues = Array.from({ length: 360 }, (_, hue) => hue)
  expect(hues.filter(hue => !isReadableAccent(hue))).toEqual([])
  expect(Math.min(...hues.map(contrastOfAccent))).toBeGreaterThanOrEqual(leastContrast)
})
