// A process of its own: the least that node:http can do, a fixed page of 20 kB. Everything else is measured in it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const page = 'x'.repeat(20_000)
const server = createServer((_, res) => {
  res.setHeader('content-type', 'text/html; charset=utf-8')
  res.end(page)
})
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }))
