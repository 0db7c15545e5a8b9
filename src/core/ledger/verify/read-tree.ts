import { equalBytes, fromHex, toHex } from '../bytes.ts'
import { readCheckpoint } from '../checkpoint.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { decodeEntries } from '../entries.ts'
import { leafBytes, parseLeaf } from '../leaf.ts'
import { hashLeaf, rootOf, treeOf } from '../merkle.ts'
import type { Tree } from '../merkle.ts'
import { entryBundles, tilePath } from '../tiles.ts'
import { paths } from './export-shape.ts'
import type { Findings } from './findings.ts'
import type { Export } from './read-export.ts'

/** The log as its checkpoint signs it. */
export interface SignedTree {
  readonly checkpoint: Checkpoint
  /** `undefined` when nothing in the export fits the checkpoint. */
  readonly contents: TreeContents | undefined
}

export interface TreeContents {
  /** The log id in the leaves. */
  readonly log: string
  /** Hexadecimal, in order. */
  readonly commitments: readonly string[]
  readonly tree: Tree
}

/**
 * Finds the leaves that the checkpoint signs: first in the entry bundles, then by building them from the lines.
 * `undefined` when the checkpoint cannot be read.
 */
export function readTree(read: Export, findings: Findings): SignedTree | undefined {
  if (read.checkpoint === undefined) return undefined
  const checkpoint = readCheckpoint(read.checkpoint)
  if (!checkpoint) {
    findings.add('malformed', { file: paths.checkpoint }, { reason: 'not-a-checkpoint' })
    return undefined
  }
  const entries = readEntries(read, checkpoint.size, findings)
  const contents = entries && contentsOf(entries, checkpoint)
  if (contents) return { checkpoint, contents }
  const rebuilt = contentsOf(leavesOfLines(read), checkpoint)
  // Lines that fit show that it is the entries that were changed.
  if (entries && rebuilt) findings.add('file-edited', { file: `${paths.ledger}tile/entries` })
  if (!rebuilt) findings.add('tree-changed', { file: paths.checkpoint }, { size: checkpoint.size })
  return { checkpoint, contents: rebuilt }
}

function readEntries({ files }: Export, size: number, findings: Findings): Uint8Array[] | undefined {
  const leaves: Uint8Array[] = []
  // A checkpoint may claim any size: the first bundle that is not there ends the reading.
  for (const place of entryBundles(size)) {
    const file = paths.ledger + tilePath(place)
    const bundle = files.get(file)
    const entries = bundle && decodeEntries(bundle)
    if (entries?.length !== place.width) {
      findings.add(bundle ? 'file-edited' : 'file-missing', { file })
      return undefined
    }
    leaves.push(...entries)
  }
  return leaves
}

function leavesOfLines({ lines, manifest }: Export): Uint8Array[] {
  return lines
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ commitment }, sequence) =>
      leafBytes({ log: manifest?.log ?? '', sequence, commitment: fromHex(commitment)! })
    )
}

/** The leaves, if they are the tree that the checkpoint signs and each bears its place and one log's id. */
function contentsOf(leaves: readonly Uint8Array[], checkpoint: Checkpoint): TreeContents | undefined {
  if (leaves.length !== checkpoint.size) return undefined
  const tree = treeOf(leaves.map(hashLeaf))
  if (!equalBytes(rootOf(tree), checkpoint.root)) return undefined
  const parsed = leaves.map(parseLeaf)
  const log = parsed[0]?.log ?? ''
  if (!parsed.every((leaf, i) => leaf?.log === log && leaf.sequence === i)) return undefined
  return { log, tree, commitments: parsed.map(leaf => toHex(leaf!.commitment)) }
}
