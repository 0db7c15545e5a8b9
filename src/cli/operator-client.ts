import { request } from 'node:http'
import type { OperatorPlace } from './operator-place.ts'
import { Refused } from './operator-door.ts'
import type { OperatorDoor } from './operator-door.ts'
import type { ProblemDocument } from '../api/problem.ts'

/** The operator's door through the server that runs here. */
export const doorThrough = (place: OperatorPlace, operator: string): OperatorDoor => ({
  async pass(name, input, key) {
    const { status, body } = await send(place, JSON.stringify({ operator, name, input, key }))
    const answer = JSON.parse(body) as { reply?: unknown; problem?: ProblemDocument; failure?: string }
    if (status === 200) return answer.reply
    if (answer.problem) throw new Refused(answer.problem)
    throw new Error(answer.failure ?? `the server that runs here answered ${status}`)
  }
})

/** Whether a server listens at a place: its record may have outlived it. */
export async function isListening(place: OperatorPlace): Promise<boolean> {
  try {
    await send({ ...place, secret: '' }, '')
    return true
  } catch {
    return false
  }
}

function send({ socket, secret }: OperatorPlace, body: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const outgoing = request(
      { socketPath: socket, path: '/', method: 'POST', headers, agent: false },
      incoming => {
        incoming.setEncoding('utf8')
        let text = ''
        incoming.on('data', (chunk: string) => (text += chunk))
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: text }))
        incoming.on('error', reject)
      }
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
