/** The parts a font of the web comes in. */
export type Script = 'latin' | 'latin-ext' | 'cyrillic' | 'cyrillic-ext'

export interface Run {
  readonly script: Script
  readonly text: string
}

/**
 * A text in runs of letters that lie in one part of the font. Spaces and marks stay with the run before them, where every
 * part has them; a letter that no part has is written as "?".
 */
export function splitByScript(text: string): Run[] {
  const runs: { script: Script; text: string }[] = []
  for (const letter of text) {
    const script = scriptOf(letter.codePointAt(0)!)
    const last = runs.at(-1)
    const shown = script === null ? '?' : letter
    if (last && (letter === ' ' || last.script === (script ?? 'latin'))) last.text += shown
    else runs.push({ script: script ?? 'latin', text: shown })
  }
  return runs
}

/** By the table of the fonts (`unicode.json` of the package). */
function scriptOf(code: number): Script | null {
  if (code >= 0x20 && code <= 0xff) return 'latin'
  if ((code >= 0x400 && code <= 0x45f) || code === 0x490 || code === 0x491 || code === 0x2116)
    return 'cyrillic'
  if (code >= 0x460 && code <= 0x52f) return 'cyrillic-ext'
  if (isOneOf(code, latinSingles) || (code >= 0x2000 && code <= 0x206f)) return 'latin'
  if ((code >= 0x100 && code <= 0x2ba) || (code >= 0x1e00 && code <= 0x1eff)) return 'latin-ext'
  return null
}

const latinSingles = [0x131, 0x152, 0x153, 0x2bb, 0x2bc, 0x2c6, 0x2da, 0x2dc, 0x20ac, 0x2122, 0x2212]
const isOneOf = (code: number, list: readonly number[]) => list.includes(code)
