import type { Circle } from '#lib/core/group/rules.ts'
import { m } from '#lib/locales/paraglide/messages.js'

const visibilities: Readonly<Record<Circle['visibility'], () => string>> = {
  everybody: m.group_visibility_everybody,
  members: m.group_visibility_members
}
const discoverabilities: Readonly<Record<Circle['discoverability'], () => string>> = {
  listed: m.group_discoverability_listed,
  'by-address': m.group_discoverability_by_address,
  invited: m.group_discoverability_invited
}
const joinings: Readonly<Record<Circle['joining'], () => string>> = {
  open: m.group_joining_open,
  asked: m.group_joining_asked,
  invited: m.group_joining_invited
}

const choicesOf = (texts: Readonly<Record<string, () => string>>) =>
  Object.entries(texts).map(([value, text]) => ({ value, label: text() }))

/** How open a group can be, in words, widest first: what a form offers. */
export const circleChoices = () => ({
  visibility: choicesOf(visibilities),
  discoverability: choicesOf(discoverabilities),
  joining: choicesOf(joinings)
})

/** How open a group is, in words. */
export const circleText = ({ visibility, discoverability, joining }: Circle) => [
  { label: m.group_visibility(), text: visibilities[visibility]() },
  { label: m.group_discoverability(), text: discoverabilities[discoverability]() },
  { label: m.group_joining(), text: joinings[joining]() }
]
