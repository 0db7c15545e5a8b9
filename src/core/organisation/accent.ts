/**
 * Whether a hue can be an organisation's accent: text and buttons in it must keep a contrast of at least 4.5 : 1 (WCAG
 * 2.2, 1.4.3) on the pages of both looks. The lightness and chroma of the accent are the look's; only the hue is chosen.
 */

interface Oklch {
  /** 0 to 1. */
  readonly lightness: number
  readonly chroma: number
  /** Degrees. */
  readonly hue: number
}

export const leastContrast = 4.5

interface Look {
  readonly accent: Omit<Oklch, 'hue'>
  readonly onAccent: Oklch
  readonly tint: Omit<Oklch, 'hue'>
  readonly grounds: readonly Oklch[]
}

/** The tokens `--act`, `--on-act`, `--tint`, `--paper` and `--sheet` of the stylesheet, light and dark; a test compares them. */
export const looks: Readonly<Record<'light' | 'dark', Look>> = {
  light: {
    accent: { lightness: 0.45, chroma: 0.13 },
    onAccent: { lightness: 1, chroma: 0, hue: 0 },
    tint: { lightness: 0.96, chroma: 0.02 },
    grounds: [
      { lightness: 0.986, chroma: 0.004, hue: 95 },
      { lightness: 1, chroma: 0, hue: 0 }
    ]
  },
  dark: {
    accent: { lightness: 0.78, chroma: 0.11 },
    onAccent: { lightness: 0.18, chroma: 0.02, hue: 260 },
    tint: { lightness: 0.28, chroma: 0.03 },
    grounds: [
      { lightness: 0.19, chroma: 0.012, hue: 260 },
      { lightness: 0.23, chroma: 0.014, hue: 260 }
    ]
  }
}

/** The pairs of text and ground that an accent appears in. */
function pairs(hue: number): (readonly [Oklch, Oklch])[] {
  return [looks.light, looks.dark].flatMap(({ accent, onAccent, tint, grounds }) => {
    const shown = { ...accent, hue }
    const behind = [...grounds, { ...tint, hue }]
    return [[onAccent, shown] as const, ...behind.map(ground => [shown, ground] as const)]
  })
}

/** The least contrast that an accent of this hue has anywhere. */
export const contrastOfAccent = (hue: number): number =>
  Math.min(...pairs(hue).map(([text, ground]) => contrast(text, ground)))

export const isReadableAccent = (hue: number): boolean => contrastOfAccent(hue) >= leastContrast

/** WCAG contrast of two colours, 1 to 21. */
export function contrast(a: Oklch, b: Oklch): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** Relative luminance as shown: what sRGB cannot show is cut off per channel, as browsers do, and 8 bits a channel remain. */
function luminance(colour: Oklch): number {
  const [red, green, blue] = toLinearRgb(colour).map(channel =>
    decode(Math.round(encode(Math.min(1, Math.max(0, channel))) * 255) / 255)
  ) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** OKLCH to linear sRGB (Björn Ottosson, "A perceptual color space for image processing", 2020). */
function toLinearRgb({ lightness, chroma, hue }: Oklch): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s
  ]
}

/** The transfer curve of sRGB (IEC 61966-2-1) and its inverse. */
const encode = (linear: number): number =>
  linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055
const decode = (shown: number): number =>
  shown <= 0.04045 ? shown / 12.92 : ((shown + 0.055) / 1.055) ** 2.4
