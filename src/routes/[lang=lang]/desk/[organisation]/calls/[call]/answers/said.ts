import { answerStatuses } from '#lib/core/answer/rules.ts'
import { textOf } from '#lib/routes/form.ts'

/** What the fields of an answer say: `accepted/budget` is a status with the call's own name for it. */
export function saidIn(form: FormData) {
  const [status, ownStatus = null] = (textOf(form, 'status') ?? '').split('/')
  return {
    status: answerStatuses.find(one => one === status)!,
    ownStatus,
    body: textOf(form, 'body') ?? ''
  }
}
