import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contrast, contrastOfAccent, isReadableAccent, leastContrast, looks } from './accent.ts'

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

test('the stylesheet shows accents as they are judged here', () => {
  const css = readFileSync(new URL('../../ui/style/tokens.css', import.meta.url), 'utf8')
  const written = (colour: { lightness: number; chroma: number }, hue: number | string) =>
    colour.lightness === 1
      ? '#fff'
      : `oklch(${Number((colour.lightness * 100).toFixed(1))}% ${colour.chroma} ${hue})`
  const { light, dark } = looks
  const token = (name: string, ...shades: string[]) =>
    expect(css).toContain(`--${name}: light-dark(${shades.join(', ')});`)
  token('act', written(light.accent, 'var(--accent)'), written(dark.accent, 'var(--accent)'))
  token('on-act', written(light.onAccent, 0), written(dark.onAccent, dark.onAccent.hue))
  token('tint', written(light.tint, 'var(--accent)'), written(dark.tint, 'var(--accent)'))
  for (const [n, name] of ['paper', 'sheet'].entries()) {
    const [day, night] = [light.grounds[n]!, dark.grounds[n]!]
    token(name, written(day, day.hue), written(night, night.hue))
  }
})
