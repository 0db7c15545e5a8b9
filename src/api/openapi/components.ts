/** Schemas that every operation shares. */
export const fixedSchemas = {
  Done: {
    type: 'object',
    description: 'What became of an act.',
    properties: {
      result: { description: 'What the act answers with.' },
      lines: {
        type: 'array',
        description: 'The lines it left in public records: what a receipt is made from.',
        items: {
          type: 'object',
          properties: { log: { type: 'string', format: 'uuid' }, id: { type: 'string', format: 'uuid' } },
          required: ['log', 'id']
        }
      }
    },
    required: ['result', 'lines']
  },
  Problem: {
    type: 'object',
    description: 'Why nothing was done (RFC 9457).',
    properties: {
      type: { type: 'string', format: 'uri-reference' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string', description: 'One of those listed under /problems.' },
      detail: { type: 'string', description: 'What happened and what to do, in English.' },
      problems: { type: 'array', items: { $ref: '#/components/schemas/FieldProblem' } },
      requestId: { type: 'string' }
    },
    required: ['type', 'title', 'status', 'code', 'detail', 'problems', 'requestId']
  },
  FieldProblem: {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'The field, such as body.title.' },
      code: { type: 'string' },
      message: { type: 'string' },
      limits: { type: 'object', additionalProperties: { type: ['string', 'number'] } }
    },
    required: ['path', 'code', 'message']
  }
} as const

export const fixedParameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Your own random key of 16 to 200 characters: sent again with the same input, the act is not done again. Without cookie and token it holds for your network.',
    schema: { type: 'string', minLength: 16, maxLength: 200 }
  }
} as const

const refused = {
  400: ['Malformed', 'The request cannot be read.'],
  401: ['NotSignedIn', 'Nobody is signed in.'],
  403: ['NotAllowed', 'The role or the scope for it is missing.'],
  404: ['NotFound', 'There is nothing here, or nothing that may be seen.'],
  409: ['Conflict', 'The state of things does not allow it; the code says why.'],
  410: ['Gone', 'This was taken away, or has run out.'],
  413: ['TooLarge', 'The body is too large.'],
  415: ['NotJson', 'The body is not JSON.'],
  422: ['Invalid', 'The input does not fit; each problem names its field.'],
  429: ['TooMany', 'Too many requests; Retry-After says how many seconds to wait.'],
  503: ['Busy', 'Nothing was done; try again with the same Idempotency-Key.']
} as const

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } }

export const fixedResponses = Object.fromEntries(
  Object.entries(refused).map(([status, [name, description]]) => [
    name,
    {
      description,
      ...(status === '429' || status === '503' ? { headers: retryAfter } : {}),
      content: problemContent
    }
  ])
)

/** The refusals an operation may answer with: a reading has no body and changes nothing. */
export function statusesOf(verb: string): Record<string, { $ref: string }> {
  const ofActs = new Set(['409', '413', '415'])
  const entries = Object.entries(refused).filter(([status]) => verb !== 'GET' || !ofActs.has(status))
  return Object.fromEntries(
    entries.map(([status, [name]]) => [status, { $ref: `#/components/responses/${name}` }])
  )
}

export const securitySchemes = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API token of a person or an organisation, with scopes.'
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'mozaika.session_token',
    description: 'The session of somebody signed in in this browser; accepted from our own pages only.'
  }
} as const
