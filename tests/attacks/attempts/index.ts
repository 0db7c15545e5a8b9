import type { Attempts } from './attempt.ts'
import { answerAttempts } from './answers.ts'
import { callAttempts } from './calls.ts'
import { creditAttempts } from './credits.ts'
import { contributionAttempts } from './contributions.ts'
import { groupAttempts } from './groups.ts'
import { organisationAttempts } from './organisations.ts'
import { promiseAttempts } from './promises.ts'
import { themeAttempts } from './themes.ts'
import { peopleAttempts } from './people.ts'

/** How each row of `access.csv` is tried, by its title. */
export const attempts: Attempts = {
  ...answerAttempts,
  ...callAttempts,
  ...contributionAttempts,
  ...creditAttempts,
  ...peopleAttempts,
  ...groupAttempts,
  ...organisationAttempts,
  ...themeAttempts,
  ...promiseAttempts
}
