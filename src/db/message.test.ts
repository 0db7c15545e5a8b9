import { expect, it } from 'vitest'
import { messageOf } from './message.ts'

const hex = (text: string) => text.replaceAll(/\s/g, '')

it('a statement that is known is bound and executed', () => {
  const message = messageOf([{ name: 'm1', text: undefined, values: ['é', null], isNew: false }])
  expect(message.toString('hex')).toBe(
    hex(`42 00000018 00 6d3100 0000 0002 00000002 c3a9 ffffffff 0000
      45 00000009 00 00000000
      53 00000004`)
  )
})

it('a new one is parsed before and described, and bytes go as they are', () => {
  const message = messageOf([
    { name: 'm', text: 'select $1', values: [Buffer.from([0, 255]), ''], isNew: true }
  ])
  expect(message.toString('hex')).toBe(
    hex(`50 00000012 6d00 73656c65637420243100 0000
      42 0000001b 00 6d00 0002 0001 0000 0002 00000002 00ff 00000000 0000
      44 00000006 50 00
      45 00000009 00 00000000
      53 00000004`)
  )
})

it('several end with one Sync', () => {
  const message = messageOf([
    { name: 'a', text: undefined, values: [], isNew: false },
    { name: 'b', text: undefined, values: [], isNew: false }
  ])
  expect(message.toString('hex')).toBe(
    hex(`42 0000000d 00 6100 0000 0000 0000 45 00000009 00 00000000
      42 0000000d 00 6200 0000 0000 0000 45 00000009 00 00000000
      53 00000004`)
  )
})
