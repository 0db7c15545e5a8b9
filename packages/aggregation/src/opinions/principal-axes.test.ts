import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyOpinions, camps, type Opinions } from '../../testing/opinions.ts'
import { seededRandom } from '../random.ts'
import { leadingEigenvectors, scatteredVector } from './leading-eigenvectors.ts'
import { opinionProfile, opinionProfileOfColumns, VOTES } from './opinion-profile.ts'
import { placeVoter, placeVoters } from './place-voters.ts'
import { type PrincipalAxes, principalAxes } from './principal-axes.ts'
import { symmetricEigen } from './symmetric-eigen.ts'
import { updateOpinions } from './update-opinions.ts'

describe('principalAxes', () => {
  it('refuses settings that are not above 0, and a start that is not finite', () => {
    const profile = opinionProfile(['s'], [])
    expect(() => principalAxes(profile, { tolerance: 0 })).toThrow('principalAxes: tolerance')
    expect(() => principalAxes(profile, { mostSteps: 0.5 })).toThrow('principalAxes: mostSteps')
    const start = { statements: ['s'], components: [[NaN], [0]] } as const
    expect(() => principalAxes(profile, { start })).toThrow('the start must be finite numbers')
  })

  it('has no directions without votes, with one person, or when all say the same', () => {
    const votes = ['a', 'b'].map(voter => ({ voter, statement: 's', vote: 'agree' }) as const)
    for (const cast of [[], votes.slice(0, 1), votes]) {
      const { components, variances, settled } = principalAxes(opinionProfile(['s', 't'], cast))
      expect([components, variances, settled]).toEqual([
        [
          [0, 0],
          [0, 0]
        ],
        [0, 0],
        true
      ])
    }
    expect(principalAxes(opinionProfile([], [])).components).toEqual([[], []])
  })

  it('agrees with all eigenvectors of the filled-in table', () => {
    fc.assert(
      fc.property(anyOpinions(), opinions => {
        const axes = principalAxes(opinionProfile(opinions.statements, opinions.votes))
        const { covariance, values } = bruteForce(opinions)
        expect(axes.variances[0]).toBeCloseTo(values[0] ?? 0, 9)
        expect(axes.variances[1]).toBeCloseTo(values[1] ?? 0, 9)
        // Each direction is stretched by the covariance and not turned, whichever of equal ones it is.
        axes.components.forEach((component, axis) => {
          const stretched = covariance.map(row =>
            row.reduce((sum, value, s) => sum + value * component[s]!, 0)
          )
          stretched.forEach((value, s) => expect(value).toBeCloseTo(axes.variances[axis]! * component[s]!, 8))
        })
      }),
      { numRuns: 200 }
    )
  })

  it('moves nobody by more than 1e-9 in another order of voters, votes and statements', () => {
    const random = seededRandom('orders')
    const columns = camps(random, { voters: 120, statements: 30, votes: 2000 })
    const profile = opinionProfileOfColumns(columns)
    const axes = principalAxes(profile)
    const places = placeVoters(profile, axes)
    const voters = columns.voters.toReversed()
    const statements = columns.statements.toReversed()
    const mirrored = opinionProfileOfColumns({
      voters: voters.map(id => id.replace('v', 'w')),
      statements,
      voterOf: [...(columns.voterOf as Uint32Array)].map(v => voters.length - 1 - v),
      statementOf: [...(columns.statementOf as Uint32Array)].map(s => statements.length - 1 - s),
      votes: columns.votes
    })
    const other = placeVoters(mirrored, principalAxes(mirrored))
    places.forEach((value, i) => expect(Math.abs(value - other[i]!)).toBeLessThan(1e-9))
  })

  it('finds the same from the axes of an earlier time, in fewer steps', () => {
    const columns = camps(seededRandom('refresh'), { voters: 400, statements: 60, votes: 8000 })
    const profile = opinionProfileOfColumns(columns)
    const earlier = principalAxes(profile)
    const changed = updateOpinions(profile, [
      { voter: 'v000007', statement: 's000003', vote: 'agree' },
      { voter: 'newcomer', statement: 's000004', vote: 'disagree' }
    ])
    const cold = principalAxes(changed)
    const apart = (other: PrincipalAxes) =>
      Math.max(
        ...cold.components.flatMap((component, axis) =>
          component.map((value, s) => Math.abs(value - other.components[axis]![s]!))
        )
      )
    const exact = principalAxes(changed, { start: earlier, tolerance: 1e-10 })
    expect(exact.steps).toBeLessThan(cold.steps)
    expect(apart(exact)).toBeLessThan(1e-9)
    const near = principalAxes(changed, { start: earlier })
    expect(near.steps).toBeLessThan(exact.steps)
    expect(apart(near)).toBeLessThan(1e-8)
    const places = placeVoters(changed, cold)
    placeVoters(changed, near).forEach((value, i) => expect(Math.abs(value - places[i]!)).toBeLessThan(2e-7))
  })

  it('finds what no vote of the start touched', () => {
    const block = (prefix: string, people: number) =>
      Array.from({ length: people }, (_, i) =>
        ['s', 't'].map((s, at) => ({
          voter: `${prefix}${i}`,
          statement: `${prefix} ${s}`,
          vote: (i + at) % 2 === 0 ? ('agree' as const) : ('disagree' as const)
        }))
      ).flat()
    const statements = ['small s', 'small t', 'large s', 'large t']
    const earlier = principalAxes(opinionProfile(statements, block('small', 4)))
    const votes = [...block('small', 4), ...block('large', 40)]
    const { components } = principalAxes(opinionProfile(statements, votes), { start: earlier })
    expect(components[0].slice(0, 2).every(value => Math.abs(value) < 1e-9)).toBe(true)
  })

  it('sees a direction that no vote of the start touched and that only just became the second', () => {
    const camp = (prefix: string, people: number) =>
      Array.from({ length: people }, (_, i) =>
        Array.from({ length: 8 }, (_, s) => ({
          voter: `${prefix}${i}`,
          statement: `${prefix} ${s}`,
          vote: i % 2 === 0 ? ('agree' as const) : ('disagree' as const)
        }))
      ).flat()
    const statements = ['p', 'q', 'r'].flatMap(prefix =>
      Array.from({ length: 8 }, (_, s) => `${prefix} ${s}`)
    )
    const before = [...camp('p', 200), ...camp('q', 100)]
    const start = principalAxes(opinionProfile(statements, before))
    const now = opinionProfile(statements, [...before, ...camp('r', 102)])
    const [cold, warm] = [principalAxes(now), principalAxes(now, { start })]
    expect(warm.variances[1]).toBeCloseTo(cold.variances[1], 9)
    expect(Math.abs(warm.components[1][16]!)).toBeCloseTo(Math.sqrt(1 / 8), 6)
  })

  it('says when its steps ran out, stops when told to, and reports its progress', () => {
    const profile = opinionProfileOfColumns(
      camps(seededRandom('bounds'), { voters: 90, statements: 40, votes: 900 })
    )
    expect(principalAxes(profile, { mostSteps: 1 }).settled).toBe(false)
    expect(() => principalAxes(profile, { signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough')
    const seen: number[] = []
    principalAxes(profile, { onProgress: ({ done }) => seen.push(done) })
    expect(seen.slice(0, 3)).toEqual([1, 2, 3])
  })

  it('flags a second direction that could as well be the third', () => {
    const votes = ['a', 'b', 'c', 'd', 'e', 'f'].map((voter, i) => ({
      voter,
      statement: `s${i >> 1}`,
      vote: i % 2 === 0 ? ('agree' as const) : ('disagree' as const)
    }))
    expect(principalAxes(opinionProfile(['s0', 's1', 's2'], votes)).isNearTie).toBe(true)
  })
})

describe('leadingEigenvectors', () => {
  it('settles where hundreds of eigenvalues lie close together, through many restarts', () => {
    const size = 400
    const values = Float64Array.from({ length: size }, (_, i) => 1 - i / (size * 20))
    const {
      values: found,
      vectors,
      settled,
      next
    } = leadingEigenvectors(
      {
        size,
        multiply: (a, b, outA, outB) => {
          for (let i = 0; i < size; i++) {
            outA[i] = values[i]! * a[i]!
            outB[i] = values[i]! * b[i]!
          }
        }
      },
      { start: [scatteredVector(size, 1), scatteredVector(size, 2)], tolerance: 1e-9, mostSteps: 2000 }
    )
    expect(settled).toBe(true)
    expect(found[0]).toBeCloseTo(1, 12)
    expect(found[1]).toBeCloseTo(values[1]!, 12)
    expect(next).toBeLessThanOrEqual(values[2]! + 1e-12)
    expect(Math.abs(vectors[0][0]!)).toBeCloseTo(1, 6)
  })
})

describe('placeVoter', () => {
  it('refuses words that are no votes, and puts in the middle who has not voted', () => {
    const axes = { statements: ['s'], means: [0], components: [[1], [0]] } as const
    expect(() => placeVoter(axes, { s: 'maybe' as 'pass' })).toThrow('placeVoter: a vote must be one of')
    expect(placeVoter(axes, {})).toEqual({ x: 0, y: 0 })
    expect(placeVoter(axes, { other: 'agree' })).toEqual({ x: 0, y: 0 })
  })

  it('puts everybody where the map has them', () => {
    fc.assert(
      fc.property(anyOpinions(), fc.nat(5), ({ statements, votes }, out) => {
        const moderatedOut = statements.slice(out, out + 1)
        const profile = opinionProfile(statements, votes, { moderatedOut })
        const axes = principalAxes(profile)
        const places = placeVoters(profile, axes)
        profile.voters.forEach((id, v) => {
          const own = Object.fromEntries(
            votes.filter(({ voter }) => voter === id).map(({ statement, vote }) => [statement, vote])
          )
          const { x, y } = placeVoter(axes, own, moderatedOut)
          expect(Math.abs(x - places[2 * v]!) + Math.abs(y - places[2 * v + 1]!)).toBeLessThan(1e-12)
        })
      })
    )
  })
})

/** The covariance of the table with means for missing votes, and its eigenvalues. */
function bruteForce({ statements, votes }: Opinions) {
  const voters = [...new Set(votes.map(({ voter }) => voter))]
  const columns = statements.map(statement => {
    const cast = votes.filter(vote => vote.statement === statement)
    const value = ({ vote }: { vote: (typeof VOTES)[number] }) => VOTES.indexOf(vote) - 1
    const mean = cast.reduce((sum, vote) => sum + value(vote), 0) / Math.max(1, cast.length)
    return voters.map(voter => {
      const own = cast.find(vote => vote.voter === voter)
      return own ? value(own) - mean : 0
    })
  })
  const covariance = columns.map(a =>
    columns.map(b => a.reduce((sum, value, v) => sum + value * b[v]!, 0) / Math.max(1, voters.length - 1))
  )
  return {
    covariance,
    values: symmetricEigen(Float64Array.from(covariance.flat()), statements.length).values
  }
}
