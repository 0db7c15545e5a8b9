import { expect, it } from 'vitest'
import { diffOfRules } from './rules-diff.server.ts'

const fact = (key: string, text: string) => ({ key, label: key, text, isOwn: false })

it('names what changed, what came and what went, and nothing else', () => {
  const before = [
    {
      title: null,
      facts: [fact('question', 'Where to put benches?'), fact('terms', 'Be kind.'), fact('licence', 'CC0')]
    }
  ]
  const after = [
    { title: null, facts: [fact('question', 'Where to put trees?'), fact('licence', 'CC0')] },
    { title: 'Step 1', facts: [fact('closes', 'Monday')] }
  ]
  const changes = diffOfRules(before, after)
  expect(changes.map(({ label }) => label)).toEqual(['question', 'Step 1 · closes', 'terms'])
  expect(
    changes[0]!.pieces
      .filter(piece => piece.change !== 'same')
      .map(piece => [piece.change, piece.text.trim()])
  ).toEqual([
    ['removed', 'benches'],
    ['added', 'trees']
  ])
  expect(changes[1]!.pieces).toEqual([{ text: 'Monday', change: 'added' }])
  expect(changes[2]!.pieces).toEqual([{ text: 'Be kind.', change: 'removed' }])
})
