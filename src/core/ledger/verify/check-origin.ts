import { openCheckpoint } from '../checkpoint.ts'
import { parseVkey } from '../signed-note.ts'
import type { NoteVerifier } from '../signed-note.ts'
import { paths } from './export-shape.ts'
import type { Findings, Unknown } from './findings.ts'
import type { Export } from './read-export.ts'
import type { SignedTree } from './read-tree.ts'

/** Who signed the log, and whether the manifest says the same as what was signed. */
export function checkOrigin(
  { manifest, checkpoint: note }: Export,
  signed: SignedTree,
  key: string | undefined,
  findings: Findings
): { verifiers: NoteVerifier[]; unknown: Unknown[] } {
  const own = manifest && parseVkey(manifest.vkey)
  const given = key === undefined ? undefined : parseVkey(key)
  if (key !== undefined && !given) findings.add('key-unreadable', { file: 'key' })
  const asked = given ?? own
  const verifiers = asked ? [asked] : []
  if (asked) {
    const opened = openCheckpoint(note!, verifiers)
    if (!opened.ok && opened.code === 'bad-signature')
      findings.add('bad-signature', { file: paths.checkpoint })
    if (!opened.ok && opened.code === 'unsigned')
      findings.add('wrong-key', { file: paths.checkpoint }, { name: asked.name })
  }
  checkManifest({ manifest, checkpoint: note }, signed, own, findings)
  return { verifiers, unknown: key === undefined ? [{ code: 'key-not-confirmed', detail: {} }] : [] }
}

function checkManifest(
  { manifest, checkpoint: note }: Pick<Export, 'manifest' | 'checkpoint'>,
  { checkpoint, contents }: SignedTree,
  own: NoteVerifier | undefined,
  findings: Findings
): void {
  if (!manifest) return
  const changed = (field: string) => findings.add('manifest-changed', { file: paths.manifest }, { field })
  if (manifest.origin !== checkpoint.origin) changed('origin')
  if (manifest.size !== checkpoint.size) changed('size')
  if (contents && contents.commitments.length > 0 && manifest.log !== contents.log) changed('log')
  // The log of a call bears the call's id.
  if (manifest.call !== manifest.log) changed('call')
  if (!own) changed('vkey')
  else if (!findings.has('wrong-key') && openCheckpointCode(note!, own) === 'unsigned') changed('vkey')
}

function openCheckpointCode(note: string, verifier: NoteVerifier): string | undefined {
  const opened = openCheckpoint(note, [verifier])
  return opened.ok ? undefined : opened.code
}
