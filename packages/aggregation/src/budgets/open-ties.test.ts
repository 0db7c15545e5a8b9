import { describe, expect, it } from 'vitest'
import { permutations } from '../../testing/brute-force.ts'
import { overTies } from './open-ties.ts'

const projects = ['a', 'b', 'c', 'd']

describe('overTies', () => {
  it('follows what each fixed order would choose, once', () => {
    const run = (decide: (among: readonly string[]) => string) => [
      decide(['a', 'b', 'c']),
      decide(['b', 'a']),
      decide(['c', 'd']),
      decide(['a', 'c', 'd'])
    ]
    const { branches, complete } = overTies('rule', projects, 'report', run, 100)
    const orders = permutations(projects).map(order =>
      run(among => order.find(id => among.includes(id))!).join('')
    )
    expect(complete).toBe(true)
    expect(branches.map(({ result }) => result.join('')).sort()).toEqual([...new Set(orders)].sort())
  })

  it('lets errors other than an open tie through', () => {
    const run = () => {
      throw new TypeError('a bug')
    }
    expect(() => overTies('rule', projects, 'report', run, 10)).toThrow(TypeError)
  })

  it('stops at its bound and says so', () => {
    const run = (decide: (among: readonly string[]) => string) => decide(projects)
    expect(overTies('rule', projects, 'report', run, 3)).toMatchObject({ complete: false })
    expect(overTies('rule', projects, 'report', run, 4).complete).toBe(true)
    expect(overTies('rule', projects, { order: ['d', 'c', 'b', 'a'] }, run, 1).branches).toEqual([
      { result: 'd', ties: [{ among: projects, chosen: 'd' }] }
    ])
  })
})
