import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { doorThrough } from '../../src/cli/operator-client.ts'
import { findPlace } from '../../src/cli/operator-place.ts'
import { callFields, ideasStep } from '../support/call-fields.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { Person } from './person.ts'

/** An open call with one step of ideas. */
export interface OpenCall {
  readonly callId: string
  readonly stepId: string
  readonly slug: string
  readonly fields: object
}

/** What somebody with a shell on the server can do. */
export const operator = (server: ServerProcess) => doorThrough(findPlace(server.dataFolder)!, 'faults')

/** Sets up the first organisation with the code that the server printed. */
export async function setUp(server: ServerProcess): Promise<string> {
  const code = await printedCode(server)
  const answer = await new Person(server.address).insist(
    'POST',
    '/set-up',
    {
      code,
      email: 'owner@example.org',
      name: 'Olena',
      language: 'uk',
      organisation: { name: 'Town of Faults', kind: 'public', languages: ['en'], timeZone: 'Europe/Kyiv' }
    },
    Date.now()
  )
  if (answer.status !== 200) throw new Error(`set-up was refused: ${JSON.stringify(answer.body)}`)
  return answer.body.result!['organisationId']!
}

/** The code comes a moment after the server has said that it is ready. */
async function printedCode(server: ServerProcess): Promise<string> {
  const until = Date.now() + 20_000
  while (Date.now() < until) {
    const code = /set-up\?code=(\S+)/.exec(server.output())?.[1]
    if (code) return code
    await sleep(50)
  }
  throw new Error('the server printed no set-up link')
}

export async function openCall(
  server: ServerProcess,
  organisationId: string,
  settings: object = {}
): Promise<OpenCall> {
  const door = operator(server)
  const slug = `call-${randomUUID()}`
  const fields = callFields({ steps: [ideasStep({ settings })] })
  const drafted = (await door.pass('call.draft', { organisationId, slug, fields })) as {
    result: { callId: string }
  }
  const { callId } = drafted.result
  await door.pass('call.open', { callId })
  const { steps } = (await door.pass('call.find', { call: callId })) as { steps: { stepId: string }[] }
  return { callId, stepId: steps[0]!.stepId, slug, fields: settings }
}

/** Lets the only step of a call close in a second. */
export async function closeSoon(server: ServerProcess, { callId, fields }: OpenCall): Promise<void> {
  const door = operator(server)
  const { revision } = (await door.pass('call.find', { call: callId })) as { revision: number }
  await door.pass('call.change', {
    callId,
    revision,
    reason: 'The crowd has gone home.',
    fields: callFields({ steps: [ideasStep({ settings: fields, closesAt: new Date(Date.now() + 1_000) })] })
  })
}

/** Ideas, each by somebody else. */
export async function handIn(server: ServerProcess, call: OpenCall, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const { status, body } = await new Person(server.address).insist(
      'POST',
      `/calls/${call.callId}/contributions`,
      { stepId: call.stepId, body: { title: `Idea number ${n} of the town`, text: '' } },
      Date.now()
    )
    if (status !== 200) throw new Error(`an idea was refused: ${JSON.stringify(body)}`)
    ids.push(body.result!['contributionId']!)
  }
  return ids
}
