import { Document, Scalar, isScalar, visit } from 'yaml'
import type { Step } from '../../call/rules.ts'
import type { CallFields } from '../../call/input.ts'
import type { CallFile } from './read-call-file.ts'
import { writeTime } from './local-time.ts'

/** A call as a file, ready to be changed by hand; reading it gives the same call. `origin`: where the schema is published. */
export function writeCallFile({ slug, fields }: CallFile, origin: string): string {
  const { timeZone } = fields
  const time = (at: string | null | undefined) => (at ? writeTime(new Date(at), timeZone) : null)
  const steps = fields.steps.map(({ slug, title, method, opensAt, closesAt, settings }) => ({
    slug,
    title,
    method,
    opensAt: time(opensAt),
    closesAt: time(closesAt),
    settings
  }))
  const { question, summary, background, promise, decides, answerOn, terms, audience } = fields
  const { licence, attribution, visibility, language, languages, area, statuses, audienceRule } = fields
  const ordered = {
    slug,
    question,
    summary,
    background,
    promise,
    decides,
    answerOn,
    audience,
    terms,
    licence,
    attribution,
    visibility,
    language,
    languages,
    timeZone,
    area,
    ...(statuses.length > 0 ? { statuses: statuses.map(one => ({ ...one })) } : {}),
    ...(audienceRule ? { audienceRule } : {}),
    steps
  }
  const document = new Document(ordered, { aliasDuplicateObjects: false })
  document.commentBefore = ` A call of Mozaika. Times are those of ${timeZone}.\n yaml-language-server: $schema=${origin}/api/v1/call-file.schema.json`
  visit(document, {
    Scalar(_, node) {
      // Paragraphs stand as they were written.
      if (isScalar(node) && typeof node.value === 'string' && node.value.includes('\n'))
        node.type = Scalar.BLOCK_LITERAL
    }
  })
  return document.toString({ lineWidth: 120 })
}

/** A call that exists, as its store or the view `call.find` gives it. */
type KnownCall = Omit<CallFields, 'steps'> & {
  readonly slug: string
  readonly steps: readonly (Pick<Step, 'slug' | 'title' | 'method' | 'settings'> & {
    readonly opensAt: Date | string | null
    readonly closesAt: Date | string | null
  })[]
}

/** What a file says of a call that exists. */
export function callFileOf(call: KnownCall): CallFile {
  const { slug, question, summary, background, promise, decides, answerOn, terms, licence, attribution } =
    call
  const { audience, area, visibility, language, languages, timeZone, statuses, audienceRule } = call
  const time = (at: Date | string | null) => (at ? new Date(at).toISOString() : null)
  const steps = call.steps.map(({ slug, title, method, settings, opensAt, closesAt }) => ({
    slug,
    title,
    method,
    settings: settings as CallFields['steps'][number]['settings'],
    opensAt: time(opensAt),
    closesAt: time(closesAt)
  }))
  const texts = {
    question,
    summary,
    background,
    promise,
    decides,
    answerOn,
    terms,
    licence,
    attribution,
    audience
  }
  return {
    slug,
    fields: {
      ...texts,
      area: area ?? null,
      visibility,
      language,
      languages: [...languages],
      timeZone,
      statuses: [...statuses],
      audienceRule: audienceRule ?? null,
      steps
    }
  }
}
