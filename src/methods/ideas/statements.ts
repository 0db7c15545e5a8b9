import type { Idea } from './contribution.ts'

/** Room for the longest title an idea can have. */
const longestTitle = 300
const shortestTitle = 3

/** Statements of another platform as ideas: an agreement is a support. */
export const statements = {
  settings: { titleMax: longestTitle, files: 0 },
  /** A text that is no title, being too short or too long, is put so that it becomes one; `key` is its name at the source. */
  body(text: string, key: string): Idea {
    if (text.length > longestTitle) return { title: `${text.slice(0, longestTitle - 1).trimEnd()}…`, text }
    return { title: text.length < shortestTitle ? `Statement ${key}: ${text}` : text, text: '' }
  }
}
