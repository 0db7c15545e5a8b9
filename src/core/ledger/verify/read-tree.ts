import { equalBytes, toHex } from '../bytes.ts'
import { readCheckpoint } from '../checkpoint.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { decodeEntries } from '../entries.ts'
import { leafBytes, parseLeaf } from '../leaf.ts'
import { hashLeaf, rootOf, treeOf } from '../merkle.ts'
import type { Tree } from '../merkle.ts'
import { entryBundles, tilePath } from '../tiles.ts'
import { paths } from './export-shape.ts'
import type { ExportLine } from './export-shape.ts'
import type { Findings } from './findings.ts'
import type { Export } from './read-export.ts'

/** The log as its checkpoint signs it. */
export interface SignedTree {
  readonly checkpoint: Checkpoint
  /** Commitments in order and the tree over them; `undefined` when nothing in the export fits the checkpoint. */
  readonly contents: { readonly commitments: readonly string[]; readonly tree: Tree } | undefined
}

/**
 * Finds the leaves that the checkpoint signs: first in the entry bundles, then by building them from the lines.
 * `undefined` when the checkpoint cannot be read.
 */
export function readTree(read: Export, findings: Findings): SignedTree | undefined {
  const { files, checkpoint: note, manifest } = read
  if (note === undefined || !manifest) return undefined
  const checkpoint = readCheckpoint(note)
  if (!checkpoint) {
    findings.add('malformed', { file: paths.checkpoint }, { reason: 'not-a-checkpoint' })
    return undefined
  }
  const contents = fromEntries(read, manifest.log, checkpoint, findings) ?? fromLines(read.lines, manifest.log, checkpoint)
  if (!contents) findings.add('tree-changed', { file: paths.checkpoint }, { size: checkpoint.size })
  return { checkpoint, contents }
}

function fromEntries(read: Export, log: string, checkpoint: Checkpoint, findings: Findings): SignedTree['contents'] {
  const leaves: Uint8Array[] = []
  // A checkpoint may claim any size: the first bundle that is not there ends the reading.
  for (const place of entryBundles(checkpoint.size)) {
    const file = paths.ledger + tilePath(place)
    const bundle = read.files.get(file)
    const entries = bundle && decodeEntries(bundle)
    if (entries?.length !== place.width) {
      findings.add(bundle ? 'file-edited' : 'file-missing', { file })
      return undefined
    }
    leaves.push(...entries)
  }
  const commitments = leaves.flatMap((bytes, sequence) => {
    const leaf = parseLeaf(bytes)
    return leaf && leaf.log === log && leaf.sequence === sequence ? [toHex(leaf.commitment)] : []
  })
  const tree = treeOf(leaves.map(hashLeaf))
  if (commitments.length === checkpoint.size && equalBytes(rootOf(tree), checkpoint.root)) return { commitments, tree }
  findings.add('file-edited', { file: `${paths.ledger}tile/entries` }, { leaves: leaves.length })
  return undefined
}

/** Without entries the lines themselves may still be the whole log. */
function fromLines(lines: readonly ExportLine[], log: string, checkpoint: Checkpoint): SignedTree['contents'] {
  if (lines.length !== checkpoint.size) return undefined
  const sorted = lines.toSorted((a, b) => a.sequence - b.sequence)
  const commitments = sorted.map(line => line.commitment)
  const leaves = commitments.map((hex, sequence) =>
    leafBytes({ log, sequence, commitment: Buffer.from(hex, 'hex') })
  )
  const tree = treeOf(leaves.map(hashLeaf))
  return equalBytes(rootOf(tree), checkpoint.root) ? { commitments, tree } : undefined
}
