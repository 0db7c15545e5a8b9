import { setTimeout as sleep } from 'node:timers/promises'
import { callFields, ideasStep } from '../support/call-fields.ts'
import { hostile } from './attacked-server.ts'
import type { Asked, AttackedServer } from './attacked-server.ts'

/** Hostile words with hostile links among them. */
export const hostileMarkdown = `${hostile}\n\n[run](javascript:alert(1)) ![x](https://elsewhere.example/x.png) [y](data:text/html,x)`

/** Tries to end its header, to begin another, and to be run. */
const hostileName = `../..\\a"; filename="b.html\r\nSet-Cookie: x=1\r\nX-Evil: 1\u202egpj.exe`

const dayMs = 86_400_000

/** Asks the API and gives the result, with the cookie that came along; throws what it was refused for. */
export async function askApi<Result>(
  server: AttackedServer,
  verb: string,
  path: string,
  asked: Asked
): Promise<{ result: Result; cookie: string }> {
  const response = await server.ask(verb, `/api/v1${path}`, asked)
  if (!response.ok) throw new Error(`${verb} ${path}: ${response.status} ${await response.text()}`)
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { ...((await response.json()) as { result: Result }), cookie }
}

export interface HostileCall {
  readonly callId: string
  readonly slug: string
  readonly stepId: string
}

/** A call with hostile words wherever words can be; it stays a draft without a time to close. */
export async function aHostileCall(
  server: AttackedServer,
  slug: string,
  closesInMs?: number
): Promise<HostileCall> {
  const { owner: cookie, organisation } = server
  const closesAt = new Date(Date.now() + (closesInMs ?? dayMs)).toISOString()
  const fields = callFields({
    question: `Where? ${hostile}`,
    summary: hostile,
    background: hostileMarkdown,
    promise: hostileMarkdown,
    decides: hostile,
    terms: hostileMarkdown,
    attribution: hostile,
    audience: hostile,
    steps: [
      {
        ...ideasStep({
          settings: { themes: [{ id: 'a', label: `T ${hostile}`.slice(0, 60) }], titleMax: 300 }
        }),
        title: `Step ${hostile}`,
        closesAt
      }
    ]
  })
  const path = `/organisations/${organisation.organisationId}/calls`
  const { callId } = (
    await askApi<{ callId: string }>(server, 'POST', path, { cookie, json: { slug, fields } })
  ).result
  if (closesInMs !== undefined) await askApi(server, 'POST', `/calls/${callId}/opening`, { cookie, json: {} })
  // Nothing is held for a person to look at: what is hostile shall be seen on every page.
  const guards = {
    changedAt: null,
    words: [],
    links: false,
    copies: false,
    shouting: false,
    burst: 200,
    trustAfter: null
  }
  await askApi(server, 'PUT', `/calls/${callId}/guards`, { cookie, json: guards })
  const shown = await server.ask('GET', `/api/v1/calls/${slug}`, { cookie })
  return { callId, slug, stepId: ((await shown.json()) as { currentStep: string }).currentStep }
}

/** A guest's idea with a file, a comment and a name, all hostile; gives the guest's cookie too. */
export async function aHostileIdea(
  server: AttackedServer,
  { callId, stepId }: HostileCall,
  address: string
): Promise<{ cookie: string; contributionId: string; fileId: string }> {
  const name = `Ivan Tkachenko ${hostile}`.slice(0, 80)
  const query = new URLSearchParams({ stepId, name: hostileName, alt: hostile })
  const sent = await askApi<{ fileId: string }>(server, 'POST', `/calls/${callId}/files?${query}`, {
    headers: { 'content-type': 'text/plain' },
    body: 'a note',
    address
  })
  const { cookie } = sent
  const { fileId } = sent.result
  const body = { title: `A bench ${hostile}`, text: hostileMarkdown, theme: 'a' }
  const made = await askApi<{ contributionId: string }>(server, 'POST', `/calls/${callId}/contributions`, {
    cookie,
    json: { stepId, body, name, fileIds: [fileId] }
  })
  const { contributionId } = made.result
  const path = `/calls/${callId}/contributions/${contributionId}/comments`
  await askApi(server, 'POST', path, { cookie, json: { body: hostileMarkdown, name } })
  return { cookie, contributionId, fileId }
}

/** Waits until a step was counted. */
export async function untilCounted(server: AttackedServer, { callId, stepId }: HostileCall): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const response = await server.ask('GET', `/api/v1/calls/${callId}/steps/${stepId}/result`)
    if (((await response.json()) as { state: string }).state === 'made') return
    await sleep(100)
  }
  throw new Error('the step was not counted in half a minute')
}
