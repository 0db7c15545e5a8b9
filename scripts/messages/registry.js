// Copied into the compiled messages in place of the library's own, which makes a new Intl object at every call: that
// costs more than all the rest of a page.
const made = new Map()

/** @param {(locale: string, options: object | undefined) => any} make */
function kept(kind, locale, options, make) {
  const key =
    options && Object.keys(options).length > 0
      ? `${kind} ${locale} ${JSON.stringify(options)}`
      : `${kind} ${locale}`
  let found = made.get(key)
  if (!found) made.set(key, (found = make(locale, options)))
  return found
}

export const plural = (locale, input, options) =>
  kept('plural', locale, options, (l, o) => new Intl.PluralRules(l, o)).select(Number(input))

export const number = (locale, input, options) =>
  kept('number', locale, options, (l, o) => new Intl.NumberFormat(l, o)).format(Number(input))
