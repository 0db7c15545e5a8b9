import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { equalBytes, fromBase64, fromHex, toBase64, toHex } from './bytes.ts'
import type { RandomSource } from './seal.ts'
import { sha256 } from './sha256.ts'

/**
 * Signed notes as C2SP signed-note defines them, with Ed25519 keys only: a text that ends in a newline, an empty
 * line, then one line `— <key name> <base64(key id ‖ signature)>` a signature.
 */

const ED25519 = 0x01
const MOST_SIGNATURES = 64
/** What stands before the 32 key bytes in the DER forms that node:crypto reads (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** A key that checks signatures. Its text form, the vkey, is what people pass on. */
export interface NoteVerifier {
  readonly name: string
  /** 4 bytes. */
  readonly id: Uint8Array
  readonly publicKey: KeyObject
}

export interface NoteSigner extends NoteVerifier {
  readonly privateKey: KeyObject
}

export type OpenedNote =
  | { readonly ok: true; readonly text: string }
  /** `unsigned`: by none of the keys given; `bad-signature`: claims to be by one of them and is not. */
  | { readonly ok: false; readonly code: 'malformed' | 'unsigned' | 'bad-signature' }

/** A new key pair as texts: `skey` is secret, `vkey` is for everybody. */
export function generateNoteKey(
  name: string,
  random: RandomSource = randomBytes
): { skey: string; vkey: string } {
  const seed = random(32)
  const signer = signerOf(name, seed)
  const skey = `PRIVATE+KEY+${name}+${toHex(signer.id)}+${toBase64(Buffer.concat([Uint8Array.of(ED25519), seed]))}`
  return { skey, vkey: vkeyOf(signer) }
}

/** `<name>+<key id in hexadecimal>+<base64(01 ‖ public key)>`. */
export function vkeyOf({ name, id, publicKey }: NoteVerifier): string {
  return `${name}+${toHex(id)}+${toBase64(Buffer.concat([Uint8Array.of(ED25519), rawPublicKey(publicKey)]))}`
}

/** Reads a vkey; `undefined` unless it is well-formed, Ed25519, and its id fits its name and key. */
export function parseVkey(text: string): NoteVerifier | undefined {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  if (!match || !isKeyName(match[1]!)) return undefined
  const key = fromBase64(match[3]!)
  if (key?.length !== 33 || key[0] !== ED25519) return undefined
  const raw = key.subarray(1)
  const id = keyId(match[1]!, raw)
  if (toHex(id) !== match[2]) return undefined
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' })
  return { name: match[1]!, id, publicKey }
}

/** Reads the secret key that {@link generateNoteKey} wrote; `undefined` unless it is well-formed. */
export function parseSkey(text: string): NoteSigner | undefined {
  const match = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  if (!match || !isKeyName(match[1]!)) return undefined
  const key = fromBase64(match[3]!)
  const id = fromHex(match[2]!, 4)
  if (key?.length !== 33 || key[0] !== ED25519 || !id) return undefined
  const signer = signerOf(match[1]!, key.subarray(1))
  return equalBytes(signer.id, id) ? signer : undefined
}

/**
 * Signs a text.
 *
 * @throws TypeError when the text is not one a note can hold: it must end in a newline and hold no other control characters.
 */
export function signNote(text: string, ...signers: readonly NoteSigner[]): string {
  if (!isNoteText(text))
    throw new TypeError('A note is well-formed text that ends in a newline, without control characters')
  const lines = signers.map(({ name, id, privateKey }) => {
    const signature = sign(null, Buffer.from(text), privateKey)
    return `— ${name} ${toBase64(Buffer.concat([id, signature]))}\n`
  })
  return `${text}\n${lines.join('')}`
}

/**
 * The text of a note, if at least one of the keys signed it. Signatures by other keys are passed over; a signature
 * that names one of these keys and does not verify refuses the whole note.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  const parts = splitNote(note)
  if (!parts) return { ok: false, code: 'malformed' }
  const bytes = Buffer.from(parts.text)
  let signed = false
  for (const { name, id, signature } of parts.signatures) {
    const verifier = verifiers.find(known => known.name === name && equalBytes(known.id, id))
    if (!verifier) continue
    if (signature.length !== 64 || !verify(null, bytes, verifier.publicKey, signature)) {
      return { ok: false, code: 'bad-signature' }
    }
    signed = true
  }
  return signed ? { ok: true, text: parts.text } : { ok: false, code: 'unsigned' }
}

interface NoteParts {
  readonly text: string
  readonly signatures: readonly {
    readonly name: string
    readonly id: Uint8Array
    readonly signature: Uint8Array
  }[]
}

/** The text and signature lines of a note, nothing verified; `undefined` when it is not a note. */
export function splitNote(note: string): NoteParts | undefined {
  const gap = note.lastIndexOf('\n\n')
  const text = note.slice(0, gap + 1)
  if (gap < 0 || !isNoteText(text) || !note.endsWith('\n')) return undefined
  const lines = note
    .slice(gap + 2)
    .split('\n')
    .slice(0, -1)
  if (lines.length === 0 || lines.length > MOST_SIGNATURES) return undefined
  const signatures = lines.map(parseSignature)
  return signatures.every(signature => signature !== undefined) ? { text, signatures } : undefined
}

function parseSignature(line: string) {
  const match = /^— (\S+) (\S+)$/u.exec(line)
  const bytes = match && fromBase64(match[2]!)
  if (!match || !isKeyName(match[1]!) || !bytes || bytes.length < 5) return undefined
  return { name: match[1]!, id: bytes.subarray(0, 4), signature: bytes.subarray(4) }
}

function signerOf(name: string, seed: Uint8Array): NoteSigner {
  if (!isKeyName(name))
    throw new TypeError(`A key name is not empty and holds neither spaces nor plus: ${name}`)
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8'
  })
  const publicKey = createPublicKey(privateKey)
  return { name, id: keyId(name, rawPublicKey(publicKey)), publicKey, privateKey }
}

function keyId(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(Buffer.from(`${name}\n`), Uint8Array.of(ED25519), publicKey).subarray(0, 4)
}

function rawPublicKey(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length)
}

function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\s+\p{Cc}]+$/u.test(name)
}

function isNoteText(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- a note may hold no control character but the line feed
  return text.isWellFormed() && text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f]/.test(text)
}
