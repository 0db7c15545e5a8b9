import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** An SMTP server for tests (RFC 5321, as far as a sender needs it): takes letters, or on request refuses them or dies with one. */
export async function smallMailServer() {
  const received: { readonly to: string[]; readonly source: string }[] = []
  const state: Mood = { refusing: false, dying: false }
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    talk(socket, state, letter => received.push(letter))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** `'for-good'`: says that there is no such address. */
    refuse: (refusing: Mood['refusing']) => void (state.refusing = refusing),
    /** Takes the whole of a letter, and ends the connection without a word. */
    die: (dying: boolean) => void (state.dying = dying),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
  }
}

interface Mood {
  refusing: boolean | 'for-good'
  dying: boolean
}

function talk(
  socket: Socket,
  state: Readonly<Mood>,
  take: (letter: { to: string[]; source: string }) => void
): void {
  let unread = ''
  let to: string[] = []
  let inLetter = false
  const say = (line: string) => socket.write(`${line}\r\n`)
  say('220 small.example')
  socket.on('data', chunk => {
    unread += chunk.toString('latin1')
    for (;;) {
      const mark = inLetter ? '\r\n.\r\n' : '\r\n'
      const end = unread.indexOf(mark)
      if (end < 0) return
      const part = unread.slice(0, end)
      unread = unread.slice(end + mark.length)
      if (inLetter) {
        take({ to, source: part })
        if (state.dying) return void socket.destroy()
        inLetter = false
        to = []
        say('250 taken')
      } else answer(part)
    }
  })

  function answer(line: string): void {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'RCPT' && state.refusing === 'for-good') return void say('550 5.1.1 nobody of that name')
    if (verb === 'RCPT' && state.refusing) return void say('451 try again later https://small.example/secret')
    if (verb === 'RCPT') to.push(/<(.*)>/.exec(line)![1]!)
    if (verb === 'DATA') {
      inLetter = true
      return void say('354 go on')
    }
    if (verb === 'QUIT') return void socket.end('221 bye\r\n')
    say('250 ok')
  }
}
