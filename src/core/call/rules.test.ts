import { describe, expect, it } from 'vitest'
import { methods } from '../../methods/index.ts'
import { callState, currentStep, hiddenUntil, opensWith, stepState, totalsShown } from './rules.ts'
import type { Call, Step } from './rules.ts'

const day = 86_400_000
const now = new Date('2027-03-01T12:00:00Z')
const at = (days: number) => new Date(now.getTime() + days * day)

const aStep = (wish: Partial<Step> = {}): Step => ({
  stepId: 'step',
  position: 1,
  slug: 'ideas',
  title: 'Ideas',
  method: 'ideas',
  settings: methods.get('ideas')!.defaults,
  opensAt: null,
  closesAt: at(7),
  ...wish
})

const aCall = (wish: Partial<Call> = {}): Call => ({
  callId: 'call',
  organisationId: 'organisation',
  slug: 'call',
  visibility: 'public',
  language: 'en',
  languages: ['en'],
  timeZone: 'Europe/Kyiv',
  isDemo: false,
  openedAt: at(-1),
  rulesVersion: 1,
  rulesHash: 'ab',
  concludedAt: null,
  cancelledAt: null,
  steps: [aStep()],
  question: 'What next?',
  summary: 'Ideas for the next year.',
  background: '',
  promise: 'The five most wanted are discussed.',
  decides: 'The council',
  answerOn: '2027-04-01',
  terms: '',
  licence: 'CC-BY-4.0',
  attribution: '',
  audience: '',
  area: null,
  statuses: [],
  audienceRule: null,
  revision: 1,
  createdAt: at(-2),
  changedAt: at(-2),
  ...wish
})

describe('a step', () => {
  it('waits until its call is opened, and until its own time comes', () => {
    expect(stepState(aCall({ openedAt: null }), aStep(), now)).toBe('waiting')
    expect(stepState(aCall({ openedAt: at(1) }), aStep(), now)).toBe('waiting')
    expect(stepState(aCall(), aStep({ opensAt: at(1) }), now)).toBe('waiting')
  })

  it('opens and closes to the millisecond', () => {
    expect(stepState(aCall(), aStep({ opensAt: now }), now)).toBe('open')
    expect(stepState(aCall(), aStep({ closesAt: now }), now)).toBe('closed')
    expect(stepState(aCall(), aStep({ closesAt: new Date(now.getTime() + 1) }), now)).toBe('open')
    expect(stepState(aCall({ openedAt: now }), aStep(), now)).toBe('open')
  })

  it('is closed with its call, whatever its own time says', () => {
    expect(stepState(aCall({ concludedAt: at(0) }), aStep(), now)).toBe('closed')
    expect(stepState(aCall({ cancelledAt: at(0) }), aStep(), now)).toBe('closed')
  })

  it('without a close stays open', () => {
    expect(stepState(aCall(), aStep({ closesAt: null }), at(9_999))).toBe('open')
  })
})

describe('a call', () => {
  it('goes from draft to open to closed, and ends concluded or cancelled', () => {
    expect(callState(aCall({ openedAt: null }), now)).toBe('draft')
    expect(callState(aCall(), now)).toBe('open')
    expect(callState(aCall(), at(8))).toBe('closed')
    expect(callState(aCall({ concludedAt: at(8) }), at(9))).toBe('concluded')
    expect(callState(aCall({ concludedAt: at(8), cancelledAt: at(8) }), at(9))).toBe('cancelled')
  })

  it('stays open while one of its steps is not over', () => {
    const steps = [aStep(), aStep({ stepId: 'later', opensAt: at(10), closesAt: at(20) })]
    expect(callState(aCall({ steps }), at(8))).toBe('open')
    expect(callState(aCall({ steps }), at(21))).toBe('closed')
  })

  it('shows the step that can be worked in, else the next, else the last', () => {
    const steps = [aStep(), aStep({ stepId: 'later', opensAt: at(10), closesAt: at(20) })]
    const shown = (days: number) => currentStep(aCall({ steps }), at(days))?.stepId
    expect([shown(0), shown(8), shown(12), shown(30)]).toEqual(['step', 'later', 'later', 'later'])
    expect(currentStep(aCall({ steps: [] }), now)).toBeUndefined()
  })
})

describe('totals', () => {
  const rules = (totals: 'always' | 'after-close') =>
    methods.get('ideas')!.rules({ ...methods.get('ideas')!.defaults, totals })

  it('are shown at once, or once the step has closed', () => {
    expect(totalsShown(rules('always'), 'open')).toBe(true)
    expect(totalsShown(rules('after-close'), 'open')).toBe(false)
    expect(totalsShown(rules('after-close'), 'waiting')).toBe(false)
    expect(totalsShown(rules('after-close'), 'closed')).toBe(true)
  })

  it('hide the lines of responses for as long', () => {
    expect(hiddenUntil(rules('always'), aStep())).toBeNull()
    expect(hiddenUntil(rules('after-close'), aStep())).toEqual(at(7))
  })
})

describe('before a call can open', () => {
  const problems = (wish: Partial<Call>) =>
    opensWith(aCall({ openedAt: null, ...wish }), methods, now).map(one => `${one.path} ${one.code}`)

  it('nothing is missing of one that is whole', () => {
    expect(problems({})).toEqual([])
  })

  it('names everything that is missing at once', () => {
    const empty = { question: ' ', summary: '', promise: '', decides: '', answerOn: null, steps: [] }
    expect(problems(empty)).toEqual(
      ['question', 'summary', 'promise', 'decides', 'answerOn', 'steps'].map(path => `${path} needed-to-open`)
    )
  })

  it('wants every step to close, and not in the past', () => {
    expect(problems({ steps: [aStep({ closesAt: null })] })).toEqual(['steps.0.closesAt needed-to-open'])
    expect(problems({ steps: [aStep({ closesAt: now })] })).toEqual(['steps.0.closesAt already-past'])
  })

  it('wants steps in order, of a known method, with settings that fit', () => {
    const steps = [aStep({ opensAt: at(5) }), aStep({ opensAt: at(1) })]
    expect(problems({ steps })).toEqual(['steps.1.opensAt before-the-step-before'])
    expect(problems({ steps: [aStep({ method: 'tarot' })] })).toEqual(['steps.0.method unknown-method'])
    expect(problems({ steps: [aStep({ settings: { budget: -1 } })] })).toEqual(['steps.0.settings invalid'])
  })

  it('wants the answer not before the last close, but on its day at the earliest', () => {
    expect(problems({ answerOn: '2027-03-07' })).toEqual(['answerOn before-the-last-close'])
    expect(problems({ answerOn: '2027-03-08' })).toEqual([])
  })
})
