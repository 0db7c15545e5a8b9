import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '../../door/id.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Who } from '../../door/who.ts'
import type { Database } from '../../../db/database.server.ts'
import { inSnapshot } from '../../../db/snapshot.server.ts'
import { findCall } from '../../call/store.server.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import type { Door } from '../../door/perform.server.ts'
import { ledgerSigner } from '../../ledger/key.server.ts'
import { originOf } from '../../ledger/sequencer.server.ts'
import type { Sequencer } from '../../ledger/sequencer.server.ts'
import { parseVkey, vkeyOf } from '../../ledger/signed-note.ts'
import { writeZip } from '../zip/write-zip.server.ts'
import { exportCall } from '../views.ts'
import { exportEntries } from './entries.server.ts'
import { findLogHead, isAnythingTaken } from './lines.server.ts'

/** An export on its way out. */
export interface OpenedExport {
  /** For the file: `better-square-2026-05-04.zip`. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** To be read to its end or cancelled. */
  readonly stream: ReadableStream<Uint8Array>
}

export interface ExportParts {
  readonly database: Database
  readonly storage: FileStorage
  /** Where exports are written before they go out. */
  readonly folder: string
  readonly origin: string
  /** The vkey of the key that signs the logs. */
  readonly vkey: string
  /** Whether this person may have it, and which call is meant; the view `call.export`. */
  admit(who: Who, call: string): Promise<{ callId: string; slug: string }>
  /** Gives waiting lines their places. */
  place(): Promise<unknown>
}

interface Kept {
  readonly path: string
  readonly size: number
  /** Lines in the log. */
  readonly lines: number
  readonly madeAt: number
}

const keptMs = 60_000
const staleMs = 15_000
/** At a time: each takes a connection and a processor. */
const mostUnderWay = 2

/**
 * Exports of calls. Each is written to a file first, in one snapshot, so that a slow reader holds no connection, and is
 * kept for a moment for whoever else asks.
 */
export class Exports {
  readonly #parts: ExportParts
  readonly #making = new Map<string, Promise<Kept>>()
  readonly #kept = new Map<string, Kept>()

  constructor(parts: ExportParts) {
    this.#parts = parts
  }

  /** @throws Refusal as the view `call.export` does, and `busy` when too many are being made. */
  async open(who: Who, call: string): Promise<OpenedExport> {
    const { callId, slug } = await this.#parts.admit(who, call)
    const { path, size, madeAt } = await this.#find(callId)
    // One that was taken away at this very moment is made anew.
    const file = await open(path, 'r').catch(() => undefined)
    if (!file) return this.open(who, call)
    const stream = Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>
    return { name: `${slug}-${new Date(madeAt).toISOString().slice(0, 10)}.zip`, size, stream }
  }

  /** Removes what was written. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#making.values())
    for (const { path } of this.#kept.values()) await rm(path, { force: true })
    this.#kept.clear()
  }

  async #find(callId: string): Promise<Kept> {
    await this.#parts.place()
    const kept = this.#kept.get(callId)
    if (kept && (await this.#isGood(callId, kept))) return kept
    const underWay = this.#making.get(callId)
    if (underWay) return underWay
    if (this.#making.size >= mostUnderWay) throw new Refusal('busy')
    const making = this.#make(callId).finally(() => this.#making.delete(callId))
    this.#making.set(callId, making)
    const made = await making
    this.#keep(callId, made)
    return made
  }

  /** Whatever was only added since may wait a moment; what was taken from view or erased is never handed out again. */
  async #isGood(callId: string, { lines, madeAt }: Kept): Promise<boolean> {
    const { database } = this.#parts
    const age = Date.now() - madeAt
    if ((await findLogHead(database, callId))?.size === lines) return age < keptMs
    return age < staleMs && !(await isAnythingTaken(database, callId, lines))
  }

  async #make(callId: string): Promise<Kept> {
    const { database, folder } = this.#parts
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await removeOld(folder)
    const path = join(folder, `${newId()}.zip`)
    try {
      const lines = await inSnapshot(database, async snapshot => {
        const call = await findCall(snapshot, callId)
        const head = await findLogHead(snapshot, callId)
        if (!call || !head) throw new Refusal('not-found')
        const { origin, vkey, storage } = this.#parts
        const part = { ...head, log: callId, now: snapshot.now }
        const manifest = {
          call: callId,
          log: callId,
          origin: originOf(parseVkey(vkey)!, callId),
          vkey,
          exportedAt: snapshot.now.toISOString(),
          size: head.size
        }
        const entries = exportEntries({ db: snapshot, call, part, origin, manifest, storage })
        await pipeline(Readable.from(writeZip(entries)), createWriteStream(path, { mode: 0o600 }))
        return head.size
      })
      return { path, lines, size: (await stat(path)).size, madeAt: Date.now() }
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }

  /** An open file can be removed under its readers, so an older one is taken away at once. */
  #keep(callId: string, made: Kept): void {
    const before = this.#kept.get(callId)
    if (before) void rm(before.path, { force: true })
    this.#kept.set(callId, made)
    setTimeout(() => {
      void rm(made.path, { force: true })
      if (this.#kept.get(callId) === made) this.#kept.delete(callId)
    }, keptMs).unref()
  }
}

interface Parts {
  readonly database: Database
  readonly files: FileStorage
  readonly sequencer: Sequencer
  readonly config: { readonly dataFolder: string; readonly origin: string }
  readonly door: Door
}

/** The exports of an application; its data folder holds them on their way out. */
export async function createExports({ database, files, sequencer, config, door }: Parts): Promise<Exports> {
  return new Exports({
    database,
    storage: files,
    folder: join(config.dataFolder, 'exports'),
    origin: config.origin,
    vkey: vkeyOf(await ledgerSigner(database, config.origin)),
    admit: (who, call) => door.look(exportCall, who, { call }),
    place: () => sequencer.run()
  })
}

/** What a process that ended hard left behind. */
async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > 3_600_000) await rm(path, { force: true })
  }
}
