/** Texts for bytes and back. Reading is strict: one text for one value, anything else is `undefined`. */

export function toHex(bytes: Uint8Array): string {
  return view(bytes).toString('hex')
}

/** Bytes of lower-case hexadecimal text; `undefined` for any other text, or for another length than asked. */
export function fromHex(text: string, length?: number): Uint8Array | undefined {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) return undefined
  if (length !== undefined && text.length !== 2 * length) return undefined
  return Buffer.from(text, 'hex')
}

/** Standard base64 with padding (RFC 4648, section 4), as signed notes use it. */
export function toBase64(bytes: Uint8Array): string {
  return view(bytes).toString('base64')
}

/** Bytes of standard padded base64; `undefined` when the text is not exactly what {@link toBase64} writes. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return view(a).equals(b)
}

/** UTF-8 text of bytes; `undefined` when they are not valid UTF-8. A leading byte order mark is kept. */
export function toText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
