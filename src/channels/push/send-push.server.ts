import type { Push, PushFate, PushKeys } from '../../core/notification/push.server.ts'
import { languages } from '../../locales/languages.ts'
import { newsText } from '../../locales/news.ts'

/** The way out: one guarded POST; gives the status of the answer, or nothing where none came. */
export type Post = (
  address: string,
  headers: Record<string, string>,
  body: Buffer
) => Promise<{ readonly ok: boolean; readonly status?: number }>

/** A push service keeps what a browser that is switched off has not fetched for so long. */
const keptSeconds = 3 * 86_400

/** Seals news for one browser, which alone can open it, and hands it to the browser's push service. */
export async function sendPush(
  { address, language, news }: Push,
  { keys, origin, post }: { readonly keys: PushKeys; readonly origin: string; readonly post: Post }
): Promise<PushFate> {
  const locale = languages.find(one => one === language) ?? 'en'
  const message = {
    id: news.notificationId,
    title: newsText(news, locale),
    body: news.call.question,
    address: news.address,
    language: locale
  }
  // Read when the first push is sent: most installations start without sending one.
  const { default: webPush } = await import('web-push')
  let sealed
  try {
    sealed = webPush.generateRequestDetails(
      { endpoint: address.endpoint, keys: { p256dh: address.p256dh, auth: address.auth } },
      JSON.stringify(message),
      {
        vapidDetails: { subject: subjectOf(origin), ...keys },
        TTL: keptSeconds,
        contentEncoding: 'aes128gcm'
      }
    )
  } catch {
    // Keys that are no point on the curve: nothing sent there could ever be opened.
    return 'gone'
  }
  const headers = Object.fromEntries(
    Object.entries(sealed.headers).map(([name, value]) => [name, String(value)])
  )
  const { ok, status } = await post(sealed.endpoint, headers, sealed.body!)
  if (ok) return 'taken'
  return status === 404 || status === 410 ? 'gone' : 'failed'
}

/** How a push service may reach whoever sends; it asks for an address that is public. */
const subjectOf = (origin: string): string =>
  origin.startsWith('https:') ? origin : 'mailto:operator@localhost.localdomain'
