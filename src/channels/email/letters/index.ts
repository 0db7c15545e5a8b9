import type { LetterKind } from '../letter.ts'
import { addressChanged, newAddress } from './address.ts'
import type { MovedFacts } from './address.ts'
import { callConcluded } from './call-concluded.ts'
import type { ConcludedFacts } from './call-concluded.ts'
import { claim } from './claim.ts'
import { commentHidden, commentPublished } from './comment-moderation.ts'
import { confirmEmail } from './confirm-email.ts'
import { contributionReceived } from './contribution-received.ts'
import type { ReceivedFacts } from './contribution-received.ts'
import { groupInvitation } from './group-invitation.ts'
import type { GroupInvitationFacts } from './group-invitation.ts'
import { invitation } from './invitation.ts'
import type { InvitationFacts } from './invitation.ts'
import { contributionHidden, contributionPublished } from './moderation.ts'
import type { ModerationFacts } from './moderation.ts'
import { contributionMoved, contributionRestricted, contributionToRevise } from './moderation-restrained.ts'
import { news } from './news.ts'
import type { NewsFacts } from './news.ts'
import { newPassword } from './new-password.ts'
import { signIn } from './sign-in.ts'
import type { LinkFacts } from './sign-in.ts'
import { webhookStopped } from './webhook-stopped.ts'
import type { WebhookFacts } from './webhook-stopped.ts'

/** Every letter there is, by its template, with the facts it is made from. */
export interface LetterFacts {
  readonly 'sign-in': LinkFacts
  readonly 'confirm-email': LinkFacts
  readonly claim: LinkFacts
  readonly 'new-password': LinkFacts
  readonly 'new-address': LinkFacts
  readonly 'address-changed': MovedFacts
  readonly invitation: InvitationFacts
  readonly 'group-invitation': GroupInvitationFacts
  readonly 'contribution-received': ReceivedFacts
  readonly 'contribution-hidden': ModerationFacts
  readonly 'contribution-published': ModerationFacts
  readonly 'contribution-to-revise': ModerationFacts
  readonly 'contribution-restricted': ModerationFacts
  readonly 'contribution-moved': ModerationFacts
  readonly 'comment-hidden': ModerationFacts
  readonly 'comment-published': ModerationFacts
  readonly 'call-concluded': ConcludedFacts
  readonly news: NewsFacts
  readonly 'webhook-stopped': WebhookFacts
}

export type Template = keyof LetterFacts

interface Entry<Facts> {
  readonly kind: LetterKind<Facts>
  /** The facts without which it cannot be written. */
  readonly needs: readonly (keyof Facts & string)[]
}

const link = ['link', 'minutes'] as const
const moderation = ['question', 'title', 'reason', 'link'] as const

export const letters: { readonly [T in Template]: Entry<LetterFacts[T]> } = {
  'sign-in': { kind: signIn, needs: link },
  'confirm-email': { kind: confirmEmail, needs: link },
  claim: { kind: claim, needs: link },
  'new-password': { kind: newPassword, needs: link },
  'new-address': { kind: newAddress, needs: link },
  'address-changed': { kind: addressChanged, needs: ['link'] },
  invitation: { kind: invitation, needs: ['link', 'organisation', 'role', 'days'] },
  'group-invitation': { kind: groupInvitation, needs: ['link', 'group', 'organisation'] },
  'contribution-received': { kind: contributionReceived, needs: ['question', 'title', 'link'] },
  'contribution-hidden': { kind: contributionHidden, needs: moderation },
  'contribution-published': { kind: contributionPublished, needs: moderation },
  'contribution-to-revise': { kind: contributionToRevise, needs: moderation },
  'contribution-restricted': { kind: contributionRestricted, needs: moderation },
  'contribution-moved': { kind: contributionMoved, needs: moderation },
  'comment-hidden': { kind: commentHidden, needs: moderation },
  'comment-published': { kind: commentPublished, needs: moderation },
  'call-concluded': { kind: callConcluded, needs: ['question', 'organisation', 'link'] },
  news: { kind: news, needs: ['count', 'items', 'all', 'stop'] },
  'webhook-stopped': { kind: webhookStopped, needs: ['organisation', 'url', 'failures', 'answer', 'link'] }
}
