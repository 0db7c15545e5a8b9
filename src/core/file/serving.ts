import { fileLimits, type StoredType } from './rules.ts'

/**
 * The headers a stored file is sent with, so that a browser shows images and nothing else.
 *
 * Pictures are shown in place; PDF and text are always saved, under the cleaned name. Caching is the route's business.
 *
 * @param name As the sender called it; cleaned here again.
 */
export function servingHeaders(type: StoredType, name: string): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin'
  }
  if (!type.startsWith('image/'))
    headers['content-disposition'] = attachment(cleanFileName(name, endingOf(type)))
  return headers
}

/**
 * A name fit to be shown and saved: no folders, control or direction marks (which can turn `gpj.exe` round), none of
 * the characters a file system refuses, at most 100 characters, and the ending its content calls for.
 */
export function cleanFileName(name: string, ending: string): string {
  const stem = name
    .normalize('NFC')
    .replace(/^.*[/\\]/, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*;]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const kept = [...stem].slice(0, fileLimits.nameCharacters).join('')
  return `${kept || 'file'}.${ending}`
}

function endingOf(type: StoredType): string {
  return type === 'application/pdf' ? 'pdf' : 'txt'
}

/** RFC 6266: a name in ASCII for old readers, the full one in UTF-8 beside it. */
function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const utf8 = encodeURIComponent(name).replace(
    /['()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${utf8}`
}
