import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Heard {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: { model: string; messages: { role: string; content: string }[] }
}

export interface ChatServer {
  /** The whole address of its endpoint. */
  readonly url: string
  readonly heard: Heard[]
  /** What it does with the next requests, until told otherwise. */
  answer: (response: ServerResponse, heard: Heard) => void
  close(): Promise<void>
}

/** What an OpenAI-compatible server says when the model said this. */
export const said = (content: unknown) => (response: ServerResponse) =>
  void response.setHeader('content-type', 'application/json').end(
    JSON.stringify({
      model: 'another-name',
      choices: [
        {
          message: {
            role: 'assistant',
            content: typeof content === 'string' ? content : JSON.stringify(content)
          }
        }
      ]
    })
  )

/** A small server on loopback in the place of a language model. */
export async function aChatServer(): Promise<ChatServer> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const one: Heard = {
        path: request.url ?? '',
        headers: request.headers,
        body: JSON.parse(Buffer.concat(parts).toString()) as Heard['body']
      }
      heard.push(one)
      chat.answer(response, one)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const chat: ChatServer = {
    url: `http://127.0.0.1:${port}/deep/v1/chat/completions?version=2`,
    heard,
    answer: said('{"sentences":[]}'),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
  return chat
}
