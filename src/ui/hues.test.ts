import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hueClass, hueStep } from './hues.ts'

const css = readFileSync(new URL('style/tokens.css', import.meta.url), 'utf8')
const hues = Array.from({ length: 360 / hueStep }, (_, k) => k * hueStep)

describe('hueClass', () => {
  it('takes the nearest step, all the way round', () => {
    expect(hueClass(212)).toBe('hue-210')
    expect(hueClass(357)).toBe('hue-0')
    expect(hueClass(-20)).toBe('hue-340')
  })

  it('names only classes the stylesheet has', () => {
    for (const hue of hues) expect(css.replace(/\s/g, '')).toContain(`.${hueClass(hue)}{--accent:${hue};}`)
  })
})

describe.each(['light', 'dark'] as const)('contrast in %s', scheme => {
  it.each(hues)('holds for hue %i', hue => {
    const ground = ['paper', 'sheet', 'tint'].map(name => luminance(token(name, scheme, hue)))
    for (const name of ['ink', 'soft', 'act']) {
      for (const behind of ground)
        expect(contrast(luminance(token(name, scheme, hue)), behind)).toBeGreaterThan(4.5)
    }
    for (const name of ['act', 'act-more']) {
      expect(
        contrast(luminance(token('on-act', scheme, hue)), luminance(token(name, scheme, hue)))
      ).toBeGreaterThan(4.5)
    }
  })

  it('holds for states and for the edges of controls', () => {
    const paper = luminance(token('paper', scheme, 0))
    for (const name of ['good', 'wait', 'bad']) {
      expect(contrast(luminance(token(name, scheme, 0)), paper)).toBeGreaterThan(4.5)
    }
    expect(contrast(luminance(token('edge', scheme, 0)), paper)).toBeGreaterThan(3)
  })
})

type Colour = { readonly l: number; readonly c: number; readonly h: number }

/** A token's colour as the stylesheet has it: `light-dark(oklch(45% .13 var(--accent)), …)`. */
function token(name: string, scheme: 'light' | 'dark', hue: number): Colour {
  const value = css.match(new RegExp(`--${name}: light-dark\\((.*)\\);`))?.[1]
  const colours = value?.match(/#fff|oklch\((?:[^()]|\([^()]*\))*\)/g)
  const colour = colours?.[scheme === 'light' ? 0 : 1]
  if (!colour) throw new Error(`no token ${name}`)
  if (colour === '#fff') return { l: 1, c: 0, h: 0 }
  const [l = '', c = '', h = ''] = colour.slice(6, -1).split(' ')
  return { l: Number.parseFloat(l) / 100, c: Number(c), h: h.startsWith('var') ? hue : Number(h) }
}

const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)

/** Relative luminance (WCAG 2.2) of an OKLCH colour (B. Ottosson, 2020), clipped to sRGB as a screen would. */
function luminance({ l, c, h }: Colour): number {
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)]
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
  const green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
  const blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  return 0.2126 * clip(red) + 0.7152 * clip(green) + 0.0722 * clip(blue)
}
