import { expect, test } from 'vitest'
import { kinds, readAccess } from './access-table.ts'

const head = ['name', 'case', ...kinds].join(',')
const row = (cells: readonly string[]) => `${head}\ncall.find,a draft,${cells.join(',')}\n`
const all = kinds.map(() => 'no')

test('a cell that is missing or says something else is named, with its line', () => {
  expect(() => readAccess(row(all.slice(1)))).toThrow(
    'access.csv, line 2 (call.find, a draft): system is ""; write yes, no or own'
  )
  expect(() => readAccess(row(all.with(3, 'perhaps')))).toThrow('contributor is "perhaps"')
  expect(() => readAccess(row([...all, 'no']))).toThrow('too many cells')
})

test('columns cannot be taken for one another', () => {
  expect(() => readAccess(row(all).replace('juror,analyst', 'analyst,juror'))).toThrow(
    'must begin with the line'
  )
})

test('a row says who may, in which situation', () => {
  expect(readAccess(row(all.with(-1, 'own')))).toMatchObject([
    { name: 'call.find', situation: 'a draft', cells: { guest: 'no', system: 'own' } }
  ])
})
