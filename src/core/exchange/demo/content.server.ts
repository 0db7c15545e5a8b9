import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Methods } from '../../door/act.ts'
import { newOrganisation } from '../../organisation/input.ts'
import { slug } from '../../text/schema.ts'
import { readCallFile } from '../call-file/read-call-file.ts'
import type { CallFile } from '../call-file/read-call-file.ts'

const folder = new URL('../../../../examples/', import.meta.url)

/** Where the conversation lies that the demo shows with its result. */
export const bowlingGreen = new URL('bowling-green/', folder)

const organisation = newOrganisation.required({ slug: true }).extend({ slug })
export type DemoOrganisation = z.output<typeof organisation>

const remark = z.strictObject({ name: z.string(), text: z.string() })
const idea = z.looseObject({
  author: z.string(),
  supports: z.int().min(0),
  comments: z.array(remark.extend({ replies: z.array(remark).default([]) })).default([])
})

/** A call of the demo with what people bring to it. */
export interface DemoCall {
  readonly organisation: DemoOrganisation
  readonly call: CallFile
  readonly ideas: readonly DemoIdea[]
}

export interface DemoIdea {
  readonly author: string
  /** As the method of the call's first step takes it. */
  readonly body: Record<string, z.core.util.JSONType>
  readonly supports: number
  readonly comments: z.output<typeof idea>['comments']
}

const invented = ['lypove', 'olszyn']

/** The invented calls of the demo; their times count from `now`. */
export const readDemoCalls = (at: { methods: Methods; now: Date }): Promise<DemoCall[]> =>
  Promise.all(
    invented.map(async name => {
      const text = (file: string) => readFile(new URL(`demo/${name}/${file}`, folder), 'utf8')
      return {
        organisation: organisation.parse(parse(await text('organisation.yaml'))),
        call: readCallFile(await text('call.yaml'), at),
        ideas: z
          .array(idea)
          .parse(parse(await text('ideas.yaml')))
          .map(({ author, supports, comments, ...body }) => ({
            author,
            supports,
            comments,
            body: body as DemoIdea['body']
          }))
      }
    })
  )

/** Whoever shows the conversation of Bowling Green: nobody invited to it here. */
export const conversationsOrganisation: DemoOrganisation = {
  slug: 'open-conversations',
  name: 'Open conversations',
  kind: 'initiative',
  about:
    'Conversations that were held elsewhere and whose data is open, shown to look around in. Nobody answers to what is written here.',
  accent: 255,
  languages: ['en'],
  timeZone: 'America/Chicago'
}

export const bowlingGreenCall = {
  slug: 'bowling-green',
  language: 'en',
  timeZone: 'America/Chicago',
  attribution:
    'Data was gathered using the Polis software (compdemocracy.org/polis) and is sub-licensed under CC BY 4.0 with Attribution to The Computational Democracy Project. Case study: compdemocracy.org/case-studies/2018-kentucky'
} as const
