import type { Problem, RefusalCode } from '../core/door/refusal.ts'

type Facts = Readonly<Record<string, string | number>>

/**
 * What happened and what to do, in English, for whoever writes or runs a program against the door: the API and the
 * command line. People who read pages are told in their own language by `src/locales`.
 */
export const refusalSentence = (code: RefusalCode, facts: Facts = {}): string => {
  const sentence = sentences[code]
  return typeof sentence === 'string' ? sentence : sentence(facts)
}

/** One wrong field as a sentence: `body.title is longer than 120 characters.` */
export function problemSentence({ path, code, limits = {} }: Problem): string {
  const words = problemWords[code] ?? `is not accepted (${code})`
  return `${path || 'The input'} ${typeof words === 'string' ? words : words(limits)}.`
}

const sentences: Record<RefusalCode, string | ((facts: Facts) => string)> = {
  invalid: 'The input does not fit; each problem names its field.',
  malformed: 'The request cannot be read.',
  'not-signed-in': 'Nobody is signed in: send a token, or sign in.',
  'not-allowed': 'Whoever asks may not do this: the role or the scope for it is missing.',
  'not-found': 'There is nothing here, or nothing that may be seen by whoever asks.',
  blocked: 'Whoever asks was blocked here by a moderator.',
  'too-large': 'This is larger than what is taken.',
  'too-many': ({ seconds }) => `Too many requests: wait ${seconds ?? 60} s, then go on.`,
  busy: 'The server is busy and has done nothing. Try again with the same Idempotency-Key.',
  gone: 'This was taken away and will not come back.',
  'not-open-yet': 'The step has not opened yet.',
  closed: 'The step or the call is closed.',
  'no-language-model': 'No language model is set on this server: nothing can be drafted by a machine.',
  'nothing-to-translate':
    'There is nothing to translate: the call has one language, or no theme has a summary yet.',
  'nothing-to-certify': 'Nothing that everybody can see was done in this call by whoever asks.',
  'already-said': 'This can be said once, and was.',
  'already-responded': 'This response was given already and counts once.',
  'nothing-to-take-back': 'There is no response here to take back.',
  'budget-spent': ({ budget }) =>
    `All ${budget ?? ''} responses of the budget are given; take one back first.`.replace('  ', ' '),
  'own-contribution': 'Authors do not respond to their own contributions.',
  'already-open': 'The call is open already.',
  'not-ready': 'Something is missing; each problem names what.',
  'already-concluded': 'The call is concluded or cancelled.',
  'still-open': 'A step is still open; this can be done after its close.',
  frozen: 'The rules are frozen since the call opened; change them in public instead.',
  merged: 'This was merged into another contribution; respond and comment there.',
  restricted: 'Moderators closed this for responses and comments.',
  'no-list': 'This call asks no list of people: set its audience first.',
  'already-member': 'This person is a member of the group already.',
  'already-asked': 'This person was asked in this call already, which is done once.',
  'not-in-audience': ({ asked, domains, hint }) =>
    asked === 'domain'
      ? `Only whoever proved an e-mail address at ${domains ?? 'certain domains'} takes part in this call.`
      : asked === 'verified'
        ? `Only whoever is on a verified list takes part in this call; enter yourself first: ${hint ?? ''}.`
        : asked === 'group'
          ? "Only members of a group take part in this call; the call's page says how to join."
          : 'Only whoever was invited by e-mail takes part in this call; sign in with the address that was invited.',
  'has-responses':
    'People have responded to it or commented on it in this step; it cannot be moved to another one.',
  'nothing-to-contest':
    'This decision burdens nobody, or was made on an appeal: there is nothing to contest.',
  'already-appealed': 'This decision was contested before; that is possible once.',
  'own-decision': 'Whoever made a decision does not judge the appeal against it: another moderator has to.',
  'being-counted': 'The step has closed and its result is being made; try again in a minute.',
  'nothing-to-answer':
    'Nothing of what was chosen can be answered: it is gone, merged elsewhere or answered already.',
  'answers-missing': ({ count }) =>
    `${count ?? 'Some'} contributions have no answer yet; each needs one before the call can be concluded.`,
  'second-look-needed':
    'Another person than its writer publishes an answer here, after it was given for review.',
  'already-replied': 'An answer is replied to once.',
  'changed-meanwhile': 'Somebody else changed this meanwhile: read it anew and send the change again.',
  'key-reused': 'This Idempotency-Key was used for another input; a new input needs a new key.',
  'name-taken': 'This name is taken.',
  'last-owner': 'An organisation keeps at least one owner; name another one first.',
  expired: 'This link or token has run out.',
  'already-used': 'This link was used already.',
  'wrong-code': 'The code is wrong.',
  'unsupported-file': 'Files of this kind are not taken.',
  'sign-in-required': 'This step asks for people who proved an e-mail address: sign in first.',
  'domain-not-proven': ({ expected }) =>
    expected
      ? `The domain does not show the proof asked for: ${expected}`
      : 'The domain does not show the proof asked for.'
}

const problemWords: Readonly<Record<string, string | ((limits: Facts) => string)>> = {
  required: 'is missing',
  'unknown-key': 'is not known here',
  same: 'is the one itself; choose another one',
  twice: 'is named twice',
  'other-step': 'belongs to another step of the call',
  'wrong-type': ({ expected }) => `has the wrong type: expected ${expected ?? 'another one'}`,
  'too-short': ({ least }) => `is shorter than ${least} characters`,
  'too-long': ({ most }) => `is longer than ${most} characters`,
  'too-few': ({ least }) => `has fewer than ${least} entries`,
  'too-many': ({ most }) => `has more than ${most} entries`,
  'too-small': ({ least }) => `is less than ${least}`,
  'too-big': ({ most }) => `is more than ${most}`,
  'not-a-choice': ({ choices }) => (choices ? `is none of: ${choices}` : 'is none of the choices'),
  'unknown-method': ({ choices }) => (choices ? `names no method; there are: ${choices}` : 'names no method'),
  'not-well-formed': 'does not have the form it must have',
  'not-uuid': 'is not a UUID',
  'not-datetime': 'is not a moment in ISO 8601 with its offset, such as 2030-05-01T12:00:00Z',
  'not-date': 'is not a day such as 2030-05-01',
  'not-email': 'is not an e-mail address',
  'not-url': 'is not an address such as https://example.org/',
  'not-a-time-zone': 'is not a time zone such as Europe/Kyiv',
  'control-characters': 'holds control characters, or halves of characters',
  'one-line': 'must be one line',
  'differs-from-path': 'says something else than the path of the address',
  'not-found': 'names something that is not there',
  'area-too-detailed': 'has more than 20,000 points',
  'not-on-earth': 'has a place beyond 180 degrees of longitude or 90 of latitude; longitude comes first',
  'ring-not-closed': 'has a ring whose last point is not its first',
  'outside-area': 'lies outside the area the call is about',
  taken: 'is taken',
  unchanged: 'is what it was',
  wrong: 'is wrong',
  'already-past': 'lies in the past',
  'before-it-opens': 'is not after the opening',
  'before-the-step-before': 'lies before the step before it',
  'before-the-last-close': 'lies before the last close',
  'needed-to-open': 'is needed before the call can open',
  'step-has-begun': 'has begun and can be neither taken out nor given another method',
  'step-has-closed': 'has closed, and its time stays as it is',
  'low-contrast': 'does not stand out enough to be read',
  'too-many-files': 'is one file too many',
  'file-empty': 'is empty',
  'file-too-large': 'is larger than 10 MB',
  'file-kind-refused': 'is of a kind that is not taken: send a picture, a PDF or plain text',
  'file-kind-mismatch': 'is of another kind than its type says',
  'file-ambiguous': 'can be read as two kinds at once',
  'file-not-text': 'is no text in UTF-8',
  'image-too-large': 'has too many pixels',
  'image-broken': 'is a picture that cannot be read to its end',
  'image-too-slow': 'is a picture that takes too long to read',
  'files-busy': 'has to wait: too many pictures are being read',
  'contribute-is-for-people': 'lets an organisation do nothing: to take part is for people and their tokens',
  'wilson-needs-scores': 'needs scores: set respond to score'
}
