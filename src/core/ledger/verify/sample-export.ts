import { signCheckpoint } from '../checkpoint.ts'
import { leafBytes } from '../leaf.ts'
import { hashLeaf, rootOf, treeOf } from '../merkle.ts'
import { packExport } from '../pack-export.ts'
import type { KeptLine } from '../pack-export.ts'
import type { PublishedResult } from '../records.ts'
import { sealLine } from '../seal.ts'
import type { LineInput } from '../seal.ts'
import { recordDigest, sha256 } from '../sha256.ts'
import { generateNoteKey, parseSkey } from '../signed-note.ts'
import type { NoteSigner } from '../signed-note.ts'
import { toHex } from '../bytes.ts'
import type { Recount } from './check-results.ts'
import type { ExportRow } from './export-shape.ts'

/** A small call for the tests: two steps, three ideas, forty responses; the first step is counted, the second is open. */

export const log = 'call-1'
const key = generateNoteKey('mozaika.example.org')
export const vkey = key.vkey
export const signer = parseSkey(key.skey)!
export const picture = Buffer.from('a picture')

export const rules = {
  question: 'What should the square become?',
  steps: [
    { id: 's1', method: 'ideas', settings: { half: 3.5 } },
    { id: 's2', method: 'ballot', settings: {} }
  ]
}

/** Supports by idea, most first; the settings only show that rules are read. */
export const recount: Recount = (_rules, contributions, responses, step) => {
  const count = (id: string) => responses.filter(row => row.step === step && row.counted.target === id).length
  const ranking = contributions
    .filter(row => row.step === step)
    .map(({ id }) => ({ id, supports: count(id) }))
    .sort((a, b) => b.supports - a.supports || (a.id < b.id ? -1 : 1))
  return { ranking }
}

/** The log as an operator holds it, with everything needed to write, sign and export it anew. */
export class SampleLog {
  readonly lines: KeptLine[] = []
  readonly #rules = new Map<string, unknown>()
  readonly #results = new Map<string, PublishedResult>()

  add(input: Omit<LineInput, 'at'>, shown: KeptLine['shown'] = 'open'): KeptLine {
    const minute = String(this.lines.length).padStart(2, '0')
    const line = {
      ...sealLine({ at: `2026-05-04T10:${minute}:00.000Z`, ...input }),
      sequence: this.lines.length,
      shown
    }
    this.lines.push(line)
    return line
  }

  open(text: unknown = rules): void {
    this.#rules.set(recordDigest(text), text)
    this.add({
      event: 'call.open',
      effect: 'put',
      subject: { kind: 'call', id: log },
      counted: { rules: recordDigest(text), version: 1 }
    })
  }

  contribute(id: string, title: string, files: string[] = []): void {
    const subject = { kind: 'contribution', id }
    const personal = { title, name: 'Марія', files: files.map(sha256 => ({ sha256 })) }
    this.add({
      event: 'contribution.create',
      effect: 'put',
      step: 's1',
      subject,
      counted: { status: 'published' },
      personal
    })
  }

  respond(
    id: string,
    target: string,
    responder: string,
    step = 's1',
    shown: KeptLine['shown'] = 'open'
  ): KeptLine {
    const counted = { target, responder, kind: 'support', body: {}, channel: 'web' }
    const subject = { kind: 'response', id }
    return this.add(
      {
        event: 'response.give',
        effect: 'put',
        step,
        subject,
        counted,
        personal: { name: `N. ${responder}` }
      },
      shown
    )
  }

  takeBack(id: string): void {
    this.add({ event: 'response.take-back', effect: 'remove', step: 's1', subject: { kind: 'response', id } })
  }

  /** Destroys the personal part of a line, as erasing a person does. */
  destroy(line: KeptLine): void {
    this.lines[line.sequence] = { ...line, personal: null, personalSalt: null }
  }

  erase(line: KeptLine): void {
    this.destroy(line)
    const subject = { kind: 'person', id: 'p' }
    this.add({ event: 'person.erase', effect: 'erase', subject, erases: [line.commitment] })
  }

  /** Publishes the result of step s1: as counted, or as somebody would like it. */
  publish(result: unknown = this.count(), through?: number): void {
    const published = { method: 'ideas', settings: rules.steps[0]!.settings, result }
    const counted = { result: recordDigest(result), ...(through === undefined ? {} : { through }) }
    this.#results.set(String(counted.result), published)
    this.add({
      event: 'step.result',
      effect: 'put',
      step: 's1',
      subject: { kind: 'result', id: 's1' },
      counted
    })
  }

  count(): unknown {
    const rows = this.files().get('responses.jsonl')!
    const ideas = this.files().get('contributions.jsonl')!
    return recount(rules, currentRows(ideas), currentRows(rows), 's1')
  }

  /** The signed note at a size, by any key. */
  checkpoint(size = this.lines.length, by: NoteSigner = signer): string {
    const leaves = this.lines
      .slice(0, size)
      .map(({ sequence, commitment }) => hashLeaf(leafBytes({ log, sequence, commitment })))
    return signCheckpoint({ origin: `${signer.name}/ledger/${log}`, size, root: rootOf(treeOf(leaves)) }, by)
  }

  /** The export of the first lines, all of them unless told. */
  files(
    size = this.lines.length,
    by: { signer: NoteSigner; vkey: string } = { signer, vkey }
  ): Map<string, Uint8Array> {
    return packExport({
      manifest: {
        call: log,
        log,
        origin: `${signer.name}/ledger/${log}`,
        vkey: by.vkey,
        exportedAt: '2026-06-01T00:00:00.000Z',
        size
      },
      facts: { organisation: 'Odesa' },
      lines: this.lines.slice(0, size),
      rulesOf: line => this.#rules.get(String(line.counted.record.rules)),
      resultOf: line => this.#results.get(String(line.counted.record.result))!,
      checkpoint: this.checkpoint(size, by.signer),
      files: this.lines.length > 0 ? new Map([[`${toHex(sha256(picture))}.png`, picture]]) : new Map()
    })
  }

  /** The same log without one line, everything after it moved up. */
  without(sequence: number): SampleLog {
    const copy = this.copy()
    copy.lines.splice(sequence, 1)
    copy.lines.forEach((line, i) => (copy.lines[i] = { ...line, sequence: i }))
    return copy
  }

  copy(): SampleLog {
    const copy = new SampleLog()
    copy.lines.push(...this.lines)
    this.#rules.forEach((text, digest) => copy.#rules.set(digest, text))
    this.#results.forEach((result, digest) => copy.#results.set(digest, result))
    return copy
  }
}

/** Forty responses: r7 erased, r8 taken back, r40 hidden since it belongs to the open step. */
export function sampleLog(): SampleLog {
  const sample = new SampleLog()
  sample.open()
  sample.contribute('c1', 'A fountain', [toHex(sha256(picture))])
  sample.contribute('c2', 'Trees')
  sample.contribute('c3', 'A market')
  const responses = Array.from({ length: 39 }, (_, i) =>
    sample.respond(`r${i + 1}`, `c${1 + (i % 3)}`, `p${i + 1}`)
  )
  sample.takeBack('r8')
  sample.erase(responses[6]!)
  sample.publish()
  sample.add({
    event: 'call.answer',
    effect: 'note',
    subject: { kind: 'call', id: log },
    counted: { says: 'yes' }
  })
  sample.add({
    event: 'call.answer',
    effect: 'note',
    subject: { kind: 'call', id: log },
    counted: { says: 'later' }
  })
  sample.respond('r40', 'c1', 'p1', 's2', 'hidden')
  return sample
}

function currentRows(file: Uint8Array): ExportRow[] {
  const rows = Buffer.from(file).toString().split('\n').filter(Boolean)
  return rows.map(row => JSON.parse(row) as ExportRow).filter(row => row.current)
}
