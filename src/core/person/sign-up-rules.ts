/**
 * Mail boxes that anybody opens without a word and loses after an hour. Accounts made with them may do everything, and a
 * person looks before others see what they hand in. The list is short on purpose and can be read by everybody.
 */
export const disposableDomains = [
  '10minutemail.com',
  '20minutemail.com',
  'burnermail.io',
  'dispostable.com',
  'dropmail.me',
  'emailondeck.com',
  'fakeinbox.com',
  'getnada.com',
  'grr.la',
  'guerrillamail.com',
  'inboxkitten.com',
  'maildrop.cc',
  'mailinator.com',
  'mailnesia.com',
  'minuteinbox.com',
  'mintemail.com',
  'moakt.com',
  'mohmal.com',
  'mytemp.email',
  'sharklasers.com',
  'spam4.me',
  'spamgourmet.com',
  'temp-mail.org',
  'tempail.com',
  'tempmail.com',
  'tempr.email',
  'throwawaymail.com',
  'trashmail.com',
  'yopmail.com'
] as const

/** More accounts from one address within an hour are a burst: a whole class of a school may sign up at once. */
export const mostSignUps = 30

export const heldFor = ['disposable-address', 'burst', 'name'] as const
export type HeldFor = (typeof heldFor)[number]

/** Whether an address is of one of these domains, or below one. */
export function isDisposable(email: string): boolean {
  const domain = email.toLowerCase().replace(/^.*@/, '')
  return disposableDomains.some(one => domain === one || domain.endsWith(`.${one}`))
}

/** Whether a name leads somewhere: people's names do not. */
export const hasLink = (name: string): boolean =>
  /https?:|www\.|\/\/|@\w+\.\w|\b[\p{L}\p{N}-]+\.(?:com|net|org|info|biz|top|xyz|click|link|shop|online|site|club|io|me|ly|ru|ua|cn|cc)\b/iu.test(
    name
  )
