import type { Component, Snippet } from 'svelte'
import type { z } from 'zod'
import type { JsonObject } from '../core/ledger/canonical.ts'
import type { Form } from '../ui/answered.ts'

/** A contribution as its list item and its buttons need it. Totals are null while they are hidden. */
export interface Item {
  readonly contributionId: string
  readonly title: string
  readonly excerpt: string
  readonly theme: string | null
  readonly language: string | null
  readonly status: string
  readonly ownStatus?: string | null
  readonly author: string | null
  readonly createdAt: string
  readonly responses: number | null
  readonly value: number | null
  readonly comments: number
}

/** The fields by which a contribution is handed in or changed; the page puts the form around them. */
export interface ContributeProps {
  readonly settings: unknown
  readonly form: Form
  readonly prefix?: string
  readonly body?: JsonObject
  /** The start of an address that is asked for similar contributions: `…/similar?text=`. */
  readonly similar?: { readonly ask: string; readonly href: string }
}

/** A contribution in a list. `children`: what the page says of it below. */
export interface ContributionProps {
  readonly item: Item
  readonly href: string
  /** Of its heading, by what stands above the list. */
  readonly level: 2 | 3
  /** Of the page; a contribution in another one says so to screen readers. */
  readonly language: string
  readonly children: Snippet
}

/** How one responds to one contribution. Its controls belong to the form `respond`, which `Responding` makes once a page. */
export interface RespondProps {
  readonly settings: unknown
  readonly stepId: string
  readonly item: Pick<Item, 'contributionId' | 'title' | 'responses' | 'value'>
  readonly mine: JsonObject | null
  readonly own: boolean
  readonly open: boolean
  /** What is added to the names of the actions, to come back to the same page of a list: `&after=…`. */
  readonly back?: string
}

export interface RespondingProps {
  readonly settings: unknown
  readonly stepId: string
  readonly back?: string
  /** Whether whoever looks is known, and so may have responses to show. */
  readonly known: boolean
  readonly held: number
}

/** A result, with the titles of the contributions it ranks; null for one that went from view. */
export interface ResultProps {
  readonly result: unknown
  readonly settings: unknown
  readonly titles: Readonly<Record<string, { readonly title: string | null; readonly theme: string | null }>>
  readonly hrefOf: (contributionId: string) => string
  /** The part of a long ranking that is listed begins here. */
  readonly from: number
  readonly hrefFrom: (from: number) => string
}

/** What an organiser chooses; fields are named below `path`. */
export interface SettingsProps {
  readonly settings: unknown
  readonly form: Form
  readonly path: string
}

/** A method's own nouns, as sentences and labels. */
export interface Words {
  /** "Ideas" */
  many(): string
  /** "288 ideas" */
  count(count: number): string
  /** "Your idea" */
  yours(): string
  /** "Hand in the idea" */
  handIn(): string
  /** "All 288 ideas" */
  all(count: number): string
  /** "Search the ideas" */
  search(): string
  /** "No idea yet", and what to do about it */
  none(): readonly [title: string, text: string]
  /** "288 ideas, one mosaic" */
  mosaic(count: number): string
  /** What the picture shows, in a sentence. */
  picture(): string
  /** What the weakest and the strongest tile mean. */
  levels(): readonly [least: string, most: string]
  /** "Most supported first" */
  best(): string
  /** "412 supports" */
  responses(count: number): string
  /** How much is left to give, where it is limited. */
  left(left: number): string
}

/** One thing an organiser chose, as people read it in the rules. */
export interface SettingInWords {
  readonly label: string
  readonly text: string
}

/** What a page needs of a method: its components, its words, and how its forms are read. */
export interface Parts {
  readonly Contribute: Component<ContributeProps>
  readonly Contribution: Component<ContributionProps>
  readonly Respond: Component<RespondProps>
  readonly Responding: Component<RespondingProps>
  readonly Result: Component<ResultProps>
  readonly Settings: Component<SettingsProps>
  readonly words: Words
  readContribution(form: FormData): Body
  readResponse(form: FormData): Body
  /** Throws for settings that are not the method's. */
  settingsInWords(settings: unknown): readonly SettingInWords[]
  readSettings(form: FormData, path: string): Body
}

/** What a form brought, for the method's schema to judge. */
export type Body = Record<string, z.core.util.JSONType>

const lazy: Readonly<Record<string, () => Promise<{ readonly parts: Parts }>>> = {
  ideas: () => import('./ideas/parts.ts')
}

/**
 * The parts of a method.
 *
 * @throws {Error} for a method whose parts this list does not name.
 */
export async function partsOf(method: string): Promise<Parts> {
  const load = lazy[method]
  if (!load) throw new Error(`${method} has no parts: name them in src/methods/parts.ts`)
  return (await load()).parts
}
