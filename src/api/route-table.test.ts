import { expect, test } from 'vitest'
import { acts } from '../core/acts.ts'
import { views } from '../core/views.ts'
import { RouteTable } from './route-table.ts'
import { prefix, readRoute } from './route.ts'

test('every act and view answers at its own address and at no other', () => {
  const table = new RouteTable(acts, views, {})
  for (const definition of [...acts.values(), ...views.values()]) {
    const { verb, path, params } = readRoute(definition.http)
    const { target, params: found } = table.match(
      verb,
      prefix + path.replace(/\{([a-zA-Z]+)\}/g, 'value-of-$1')
    )
    expect(target).toMatchObject({ definition: { name: definition.name } })
    expect(found).toEqual(Object.fromEntries(params.map(name => [name, `value-of-${name}`])))
  }
})

test('two that answer at one address are a mistake', () => {
  const [first] = views.values()
  const twin = {
    ...first!,
    name: 'twin.find',
    http: first!.http.replace(/\{[a-zA-Z]+\}/g, '{other}') as `GET /${string}`
  }
  expect(
    () =>
      new RouteTable(
        new Map(),
        new Map([
          ['a', first!],
          ['b', twin]
        ]),
        {}
      )
  ).toThrow('both answer')
})

test('an address of another form is a mistake', () => {
  expect(() => readRoute('FETCH /calls')).toThrow('is not a verb and a path')
  expect(() => readRoute('GET /Calls')).toThrow('is not a verb and a path')
})
