import { randomUUID } from 'node:crypto'
import type { ServerProcess } from '../support/server-process.ts'
import { Person } from './person.ts'
import type { Answer } from './person.ts'
import type { Report } from './report.ts'
import { handIn, openCall } from './town.ts'

const width = 200

/** Many requests of one person at the very same moment, over as many connections. */
export async function race(server: ServerProcess, organisationId: string, report: Report): Promise<void> {
  await identical(server, organisationId, report)
  await withKey(server, organisationId, report)
  await underBudget(server, organisationId, report)
}

async function identical(server: ServerProcess, organisationId: string, report: Report): Promise<void> {
  const call = await openCall(server, organisationId)
  const [target] = await handIn(server, call, 1)
  const person = await known(server, call.callId, call.stepId)
  const answers = await atOnce(() => support(person, call, target!, randomUUID()))
  const done = answers.filter(answer => answer.status === 200)
  report.check(
    `${width} identical supports at once leave one`,
    done.length === 1 && fits(answers),
    statuses(answers)
  )
}

async function withKey(server: ServerProcess, organisationId: string, report: Report): Promise<void> {
  const call = await openCall(server, organisationId)
  const [target] = await handIn(server, call, 1)
  const person = await known(server, call.callId, call.stepId)
  const key = randomUUID()
  const answers = await atOnce(() => support(person, call, target!, key))
  const ids = new Set(answers.flatMap(answer => answer.body.result?.['responseId'] ?? []))
  report.check(
    `${width} times one support with one key leave one, and one answer`,
    ids.size === 1 && fits(answers),
    statuses(answers)
  )
}

async function underBudget(server: ServerProcess, organisationId: string, report: Report): Promise<void> {
  const call = await openCall(server, organisationId, { budget: 5 })
  const targets = await handIn(server, call, width)
  const person = await known(server, call.callId, call.stepId)
  const answers = await atOnce(n => support(person, call, targets[n]!, randomUUID()))
  const done = answers.filter(answer => answer.status === 200)
  report.check(
    `${width} different supports at once under a budget of 5 leave five`,
    done.length === 5 && fits(answers),
    statuses(answers)
  )
}

const support = (person: Person, call: { callId: string; stepId: string }, target: string, key: string) =>
  person.act('POST', `/calls/${call.callId}/responses`, { stepId: call.stepId, target }, key)

const atOnce = (send: (n: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: width }, (_, n) => send(n)))

/** Somebody who brings a cookie, so that all requests are of one person. */
async function known(server: ServerProcess, callId: string, stepId: string): Promise<Person> {
  const person = new Person(server.address)
  await person.insist(
    'POST',
    `/calls/${callId}/contributions`,
    { stepId, body: { title: 'Of whoever is in a hurry', text: '' } },
    Date.now()
  )
  return person
}

/** Done, refused for the reason that is raced for, or told to wait: nothing else. */
const fits = (answers: readonly Answer[]) => answers.every(({ status }) => [200, 409, 429].includes(status))

function statuses(answers: readonly Answer[]): string {
  const counts = new Map<number, number>()
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, count]) => `${count} × ${status}`).join(', ')
}
