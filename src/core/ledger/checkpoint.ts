import { fromBase64, toBase64 } from './bytes.ts'
import { openNote, signNote, splitNote } from './signed-note.ts'
import type { NoteSigner, NoteVerifier, OpenedNote } from './signed-note.ts'

/** The state of a log at one size, as C2SP tlog-checkpoint writes it into a signed note. */
export interface Checkpoint {
  /** The log's name for ever, such as `example.org/ledger/<log id>`. */
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly code: Extract<OpenedNote, { ok: false }>['code'] }

/** The note text: origin, size and base64 of the root, a line each. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/** The signed note of a checkpoint. A log must never sign two that no consistency proof joins. */
export function signCheckpoint(checkpoint: Checkpoint, ...signers: readonly NoteSigner[]): string {
  return signNote(checkpointText(checkpoint), ...signers)
}

/** The checkpoint in a note, if it is signed by one of the keys. */
export function openCheckpoint(note: string, verifiers: readonly NoteVerifier[]): OpenedCheckpoint {
  const opened = openNote(note, verifiers)
  if (!opened.ok) return opened
  const checkpoint = parseCheckpointText(opened.text)
  return checkpoint ? { ok: true, checkpoint } : { ok: false, code: 'malformed' }
}

/** What a note claims, with no signature checked; `undefined` when it is not a checkpoint. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const parts = splitNote(note)
  return parts && parseCheckpointText(parts.text)
}

/** Reads the note text; extension lines are passed over. */
export function parseCheckpointText(text: string): Checkpoint | undefined {
  const lines = text.split('\n')
  const [origin, size, hash] = lines
  if (lines.length < 4 || lines.pop() !== '' || lines.includes('')) return undefined
  const root = fromBase64(hash!)
  if (!/^(?:0|[1-9]\d*)$/.test(size!) || !Number.isSafeInteger(Number(size)) || root?.length !== 32)
    return undefined
  return { origin: origin!, size: Number(size), root }
}
