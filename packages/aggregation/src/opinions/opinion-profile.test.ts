import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyOpinions } from '../../testing/opinions.ts'
import { opinionProfile, opinionProfileOfColumns, VOTES } from './opinion-profile.ts'
import { updateOpinions } from './update-opinions.ts'

const vote = { voter: 'a', statement: 's', vote: 'agree' } as const

describe('opinionProfile', () => {
  it('refuses unknown statements, words that are no votes, and a second vote', () => {
    expect(() => opinionProfile([], [vote])).toThrow(
      'opinionProfile: "a" votes on "s", which is not a statement'
    )
    expect(() => opinionProfile(['s'], [{ ...vote, vote: 'maybe' as 'pass' }])).toThrow(
      'one of disagree, pass'
    )
    expect(() => opinionProfile(['s'], [vote, { ...vote, vote: 'pass' }])).toThrow('"a" votes twice on "s"')
    expect(() => opinionProfile(['s', 's'], [])).toThrow('"s" twice')
    expect(() => opinionProfile(['s'], [], { moderatedOut: ['t'] })).toThrow('moderation takes out "t"')
  })

  it('refuses columns of unequal length and numbers outside their lists', () => {
    const columns = { voters: ['a'], statements: ['s'], voterOf: [0], statementOf: [0], votes: [2] }
    expect(() => opinionProfileOfColumns({ ...columns, voterOf: [] })).toThrow('equal length')
    for (const wrong of [{ voterOf: [1] }, { statementOf: [-1] }, { votes: [3] }, { votes: [NaN] }]) {
      expect(() => opinionProfileOfColumns({ ...columns, ...wrong })).toThrow('row 0 must name a voter')
    }
  })

  it('is the same in every order of the votes, from objects and from columns', () => {
    fc.assert(
      fc.property(
        anyOpinions().chain(opinions =>
          fc.tuple(
            fc.constant(opinions),
            fc.shuffledSubarray([...opinions.votes], { minLength: opinions.votes.length })
          )
        ),
        ([{ statements, votes }, shuffled]) => {
          const profile = opinionProfile(statements, votes)
          expect(opinionProfile(statements, shuffled)).toEqual(profile)
          const voters = profile.voters.toReversed()
          const columns = {
            voters,
            statements,
            voterOf: shuffled.map(({ voter }) => voters.indexOf(voter)),
            statementOf: shuffled.map(({ statement }) => statements.indexOf(statement)),
            votes: shuffled.map(({ vote }) => VOTES.indexOf(vote))
          }
          expect(opinionProfileOfColumns(columns)).toEqual(profile)
        }
      )
    )
  })
})

describe('updateOpinions', () => {
  it('equals reading all votes again', () => {
    fc.assert(
      fc.property(anyOpinions(), anyOpinions(), (before, after) => {
        const statements = [...new Set([...before.statements, ...after.statements])]
        const added = statements.slice(before.statements.length)
        const last = new Map(
          [...before.votes, ...after.votes].map(cast => [`${cast.voter} ${cast.statement}`, cast])
        )
        const updated = updateOpinions(opinionProfile(before.statements, before.votes), after.votes, added)
        expect(updated).toEqual(opinionProfile(statements, [...last.values()]))
      })
    )
  })

  it('takes votes back and keeps the voter', () => {
    const profile = opinionProfile(['s'], [vote])
    const { voters, codes } = updateOpinions(profile, [{ ...vote, vote: null }])
    expect([voters, codes.length]).toEqual([['a'], 0])
    expect(() => updateOpinions(profile, [{ ...vote, statement: 't' }])).toThrow('not a statement')
  })
})
