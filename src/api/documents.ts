import type { ApiParts } from './create-api.ts'
import { openApiDocument } from './openapi/document.ts'
import { requestProblems } from './request-problem.ts'
import { prefix } from './route.ts'
import { refusalSentence } from './sentences.ts'
import { callFileSchema } from '../core/exchange/call-file/call-file-schema.ts'
import { refusals } from '../core/door/refusal.ts'
import type { RefusalCode } from '../core/door/refusal.ts'

/** Documents about the API itself, by path; each is made when first asked for, and kept. */
export function documentsOf(
  parts: Pick<ApiParts, 'acts' | 'views' | 'methods' | 'config'>
): Record<string, () => string> {
  return {
    '': once(() => index(parts)),
    '/openapi.json': once(() => openApiDocument(parts)),
    '/call-file.schema.json': once(() => callFileSchema(parts.methods, parts.config.origin)),
    '/problems': once(problems)
  }
}

function once(make: () => unknown): () => string {
  let text: string | undefined
  return () => (text ??= JSON.stringify(make()))
}

/** For people who open the address in a browser, and for programs that look round. */
const index = ({ acts, views }: Pick<ApiParts, 'acts' | 'views'>) => ({
  name: 'Mozaika API',
  hint: `Everything is described in ${prefix}/openapi.json (OpenAPI 3.1). Reading needs no account; to act, send "Authorization: Bearer <token>".`,
  openapi: `${prefix}/openapi.json`,
  problems: `${prefix}/problems`,
  callFile: `${prefix}/call-file.schema.json`,
  views: listed(views),
  acts: listed(acts)
})

const listed = (definitions: ReadonlyMap<string, { readonly http: string; readonly title: string }>) =>
  Object.fromEntries([...definitions].map(([name, { http, title }]) => [name, { http, title }]))

/** Every code a refusal may carry: what the `type` of a problem points to. */
function problems() {
  const codes = Object.entries(refusals).map(([code, status]) => [
    code,
    { status, meaning: refusalSentence(code as RefusalCode) }
  ])
  const ofRequests = Object.entries(requestProblems).map(([code, status]) => [
    code,
    { status, meaning: requestMeanings[code as keyof typeof requestProblems] }
  ])
  return Object.fromEntries([...ofRequests, ...codes])
}

const requestMeanings: Record<keyof typeof requestProblems, string> = {
  'not-json': 'The body has another content type than application/json.',
  'cross-site': 'A page of another site made a browser send this.',
  'wrong-verb': 'The address answers other verbs; the header Allow names them.',
  'no-such-address': 'Nothing answers at this address.',
  malformed: 'The request cannot be read; the detail says where.',
  'too-large': 'The body is larger than what is taken.',
  failed: 'Something went wrong on our side; the request id finds it in our log.'
}
