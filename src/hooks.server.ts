import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { Refusal } from './core/door/refusal.ts'
import { negotiateLanguage } from './locales/languages.ts'
import { refusalText } from './locales/refusals.ts'
import { speakIn } from './locales/speaking.server.ts'
import { languageOf, needsLanguage } from './routes/address.ts'

/** Every page: who is there, in which language, and how long the answer may be kept. */
export const handle: Handle = async ({ event, resolve }) => {
  const visit = event.platform?.req.mozaika
  if (!visit) throw new Error('Pages are served by src/server.ts, which says who is there: run `npm start`.')
  const { app, auth, who, requestId } = visit
  const { url, request, route } = event
  const lang = languageOf(url.pathname) ?? negotiateLanguage(request.headers.get('accept-language'))
  Object.assign(event.locals, { app, auth, who, requestId, lang, newCookies: [] })

  if (needsLanguage(url.pathname, request.method, route.id)) {
    return byLanguage(
      new Response(null, { status: 307, headers: { location: `/${lang}${url.pathname}${url.search}` } })
    )
  }
  const response = await speakIn(lang, async () =>
    resolve(event, {
      transformPageChunk: ({ html }) => {
        visit.html = inLanguage(html, lang)
        return ''
      }
    })
  )
  for (const cookie of event.locals.newCookies) response.headers.append('set-cookie', cookie)
  keepRightly(response, who.personId !== null || event.locals.newCookies.length > 0)
  return url.pathname === '/' ? byLanguage(response) : response
}

/** A refusal is a legitimate "no": its own status and text, and no log line. Anything else is our fault and is logged. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const { requestId, lang } = event.locals
  if (error instanceof Refusal) {
    return { status: error.status, code: error.code, message: refusalText(error, lang), requestId }
  }
  if (kind === 'unknown') {
    console.error(
      JSON.stringify({
        level: 'error',
        requestId,
        error: error instanceof Error ? error.stack : String(error)
      })
    )
  }
  return { requestId }
}

/** Without a cookie a page is the same for everybody; with one it is nobody else's. A page may have said otherwise. */
function keepRightly(response: Response, personal: boolean): void {
  const { headers } = response
  headers.append('vary', 'cookie')
  if (personal || response.status >= 400) headers.set('cache-control', 'private, no-store')
  else if (!headers.has('cache-control')) headers.set('cache-control', 'public, max-age=0, must-revalidate')
}

function byLanguage(response: Response): Response {
  response.headers.append('vary', 'accept-language')
  return response
}

const languageMark = 'lang="--"'

/** The page's bytes. `app.html` holds the place of the language: two letters, written over once the text is bytes. */
function inLanguage(html: string, lang: string): Buffer {
  const bytes = Buffer.from(html)
  const at = bytes.indexOf(languageMark)
  if (at >= 0) bytes.write(lang, at + languageMark.length - 3)
  return bytes
}
