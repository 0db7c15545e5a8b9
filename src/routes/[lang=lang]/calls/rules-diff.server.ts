import type { RuleFact, RulePart } from './rules-in-words.server.ts'
import { diffOfWords } from './word-diff.server.ts'
import type { Piece } from './word-diff.server.ts'

/** A rule that is not what it was. */
export interface RuleChange {
  readonly key: string
  /** Which rule, with the step it belongs to. */
  readonly label: string
  readonly pieces: readonly Piece[]
  readonly isOwn: boolean
}

/** What changed from one version of the rules to the next, rule by rule in the order of the later. */
export function diffOfRules(before: readonly RulePart[], after: readonly RulePart[]): RuleChange[] {
  const [was, is] = [named(before), named(after)]
  return [...new Map([...is, ...was]).keys()].flatMap((key): RuleChange[] => {
    const [old, now] = [was.get(key), is.get(key)]
    if (old?.text === now?.text) return []
    const { label, isOwn } = (now ?? old)!
    return [
      {
        key,
        label,
        isOwn,
        pieces: diffOfWords(old?.text ?? '', now?.text ?? '').filter(piece => piece.text !== '')
      }
    ]
  })
}

function named(parts: readonly RulePart[]): Map<string, RuleFact> {
  return new Map(
    parts.flatMap(({ title, facts }) =>
      facts.map(
        fact => [fact.key, title === null ? fact : { ...fact, label: `${title} · ${fact.label}` }] as const
      )
    )
  )
}
