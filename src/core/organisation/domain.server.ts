import { Resolver } from 'node:dns/promises'

/** The texts of a domain's TXT records; none where there is no such record or domain. */
export type LookUpTexts = (domain: string) => Promise<string[]>

export const domainProof = (token: string): string => `mozaika-verify=${token}`

/** Whether one of a domain's TXT records is the proof. */
export const isProven = (texts: readonly string[], token: string): boolean =>
  texts.some(text => text.trim() === domainProof(token))

/** Asks the machine's name servers; whatever goes wrong there counts as no record, as the asker can only try again. */
export const lookUpTexts: LookUpTexts = async domain => {
  const resolver = new Resolver({ timeout: 2_000, tries: 1 })
  try {
    return (await resolver.resolveTxt(domain)).map(chunks => chunks.join(''))
  } catch {
    return []
  }
}
