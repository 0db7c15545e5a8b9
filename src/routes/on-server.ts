/** What a page shows, kept where the framework does not look for things to write down for a browser. */
export interface OnServer<Shown> {
  readonly shown: Shown
}

/**
 * Lets a `load` give a page what only the server needs. Pages here run no framework in the browser, yet all that a `load`
 * returns is serialised at every request, which costs as much as showing it; what is not enumerable is left out.
 */
export const onServer = <Shown>(shown: Shown): OnServer<Shown> =>
  Object.defineProperty({}, 'shown', { value: shown }) as OnServer<Shown>
