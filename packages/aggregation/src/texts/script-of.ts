/** How a text is written. `other` is also what has no letters. */
export type Script = 'latin' | 'cyrillic' | 'han' | 'other'

const LETTERS: readonly (readonly [Script, RegExp])[] = [
  ['latin', /\p{Script=Latin}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['han', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu]
]

/**
 * The script in which most of a text is written: which threshold holds for it?
 *
 * A Chinese character counts as three letters, for it says about as much. Ties: Latin before Cyrillic before
 * Han. Gaps: a text without such letters is `other`. Cost: the length.
 *
 * @example
 * ['More trees', 'Більше дерев', '更多的樹', '!?'].map(scriptOf) // → ['latin', 'cyrillic', 'han', 'other']
 */
export function scriptOf(text: string): Script {
  let best: Script = 'other'
  let most = 0
  for (const [script, letters] of LETTERS) {
    const count = (text.match(letters)?.length ?? 0) * (script === 'han' ? 3 : 1)
    if (count > most) {
      best = script
      most = count
    }
  }
  return best
}
