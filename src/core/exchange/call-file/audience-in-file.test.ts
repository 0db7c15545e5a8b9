import { expect, test } from 'vitest'
import { callFields, ideasStep } from '../../../../tests/support/call-fields.ts'
import { methods } from '../../../methods/index.ts'
import { callFields as shape } from '../../call/input.ts'
import { readCallFile } from './read-call-file.ts'
import { writeCallFile } from './write-call-file.ts'

test.each([
  null,
  { kind: 'group', groupId: '0190a0f0-0000-7000-8000-000000000001' },
  { kind: 'list' },
  { kind: 'domain', domains: ['school.example'] },
  { kind: 'verified', salt: 'spring-2026', hint: 'Your number' }
])('a call file keeps who takes part: %j', audienceRule => {
  const fields = shape.parse({ ...callFields({ steps: [ideasStep({})] }), audienceRule })
  const text = writeCallFile({ slug: 'a-call', fields }, 'https://mozaika.example')
  expect(readCallFile(text, { methods, now: new Date() }).fields.audienceRule).toEqual(audienceRule)
})
