import { error } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { callFileOf, writeCallFile } from '#lib/core/exchange/call-file/write-call-file.ts'
import { refusalText } from '#lib/locales/refusals.ts'
import { fieldsOf } from '../../call-fields.ts'
import { seeCall } from '../../call.server.ts'
import type { RequestHandler } from './$types'

/** The call as a file: to be kept, compared, changed by hand and taken in elsewhere. */
export const GET: RequestHandler = async ({ locals, params }) => {
  try {
    const { call } = await seeCall(locals, params)
    const file = callFileOf({ slug: call.slug, ...fieldsOf(call), steps: call.steps })
    return new Response(writeCallFile(file, locals.app.config.origin), {
      headers: {
        'content-type': 'application/yaml; charset=utf-8',
        'content-disposition': `attachment; filename="${call.slug}.yaml"`,
        'cache-control': 'private, no-store'
      }
    })
  } catch (problem) {
    if (problem instanceof Refusal) error(problem.status, refusalText(problem, locals.lang))
    throw problem
  }
}
