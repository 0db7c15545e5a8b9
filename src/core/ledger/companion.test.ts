import { expect, test } from 'vitest'
import { companionCsv } from './companion.ts'

const row = { sequence: 1, id: 'r1', event: 'response.give', at: '2026-05-04', current: true }

test('a companion table has the fields of the row first, then those of its parts by name', () => {
  const table = companionCsv([
    { ...row, counted: { target: 'c1', body: { points: 3 } }, personal: { name: 'Оля' } },
    { ...row, counted: { kind: 'support' }, personal: null, erased: true }
  ])
  expect(table.split('\r\n')).toEqual([
    '\ufeffsequence,id,event,at,step,current,erased,sealed,counted.body,counted.kind,counted.target,personal.name',
    '1,r1,response.give,2026-05-04,,true,,,"{""points"":3}",,c1,Оля',
    '1,r1,response.give,2026-05-04,,true,true,,,support,,',
    ''
  ])
})

test('a companion table survives commas, quotes and line breaks, and runs no formula', () => {
  const cellOf = (title: string) => {
    const table = companionCsv([{ ...row, counted: {}, personal: { title } }])
    return table.slice(table.indexOf('true,,,') + 7, -2)
  }
  expect(cellOf('plain')).toBe('plain')
  expect(cellOf('a, "b"\r\nc')).toBe('"a, ""b""\r\nc"')
  for (const formula of ['=1+1', '+1', '-1', '@x', '\tx']) expect(cellOf(formula)).toBe(`'${formula}`)
})

test('a companion table of nothing has its head', () => {
  expect(companionCsv([])).toBe('\ufeffsequence,id,event,at,step,current,erased,sealed\r\n')
})
