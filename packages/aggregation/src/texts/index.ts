export * from './embed-texts.ts'
export * from './keywords.ts'
export type { LanguageCode } from './languages/index.ts'
export {
  type DuplicatePair,
  type Duplicates,
  type DuplicateSettings,
  NEAR_DUPLICATE,
  nearDuplicates,
  type Thresholds
} from './near-duplicates.ts'
export { type HashedDuplicates, type HashSettings, nearDuplicatesByHash } from './near-duplicates-by-hash.ts'
export type { NearestSettings } from './nearest-texts.ts'
export * from './normalise-text.ts'
export { type Script, scriptOf } from './script-of.ts'
export * from './term-vectors.ts'
export type { GramSizes } from './character-grams.ts'
export {
  placeTexts,
  type TextItem,
  type TextModel,
  type TextVectors,
  textVectors,
  type VectorSettings
} from './text-vectors.ts'
export * from './text-themes.ts'
export * from './tokens-of.ts'
