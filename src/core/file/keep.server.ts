import type { ResultOf } from '../door/act.ts'
import { Limits } from '../door/limits.ts'
import type { Door, How, Outcome } from '../door/perform.server.ts'
import { invalid } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { keepFile } from './acts.ts'
import { prepareFile } from './prepare.server.ts'
import { createReencoder } from './reencode.server.ts'
import { keyOf } from './store.server.ts'
import type { FileStorage } from './storage.server.ts'
import { findFileRoom } from './views.ts'

/** A file as it came in by a form or by the API. */
export interface SentFile {
  readonly callId: string
  readonly stepId: string
  readonly alt?: string
  readonly name: string
  /** The media type its sender named; may be empty. */
  readonly declared: string
  readonly bytes: Uint8Array
}

export interface FileKeeper {
  /**
   * Judges, prepares, writes down and stores a file; gives what `file.keep` gives.
   *
   * @throws {Refusal} As `file.room`, `prepareFile` and `file.keep` do.
   */
  keep(who: Who, sent: SentFile, how?: How): Promise<Outcome<ResultOf<typeof keepFile>>>
}

/** Makes the way in for files. One for each process: it also limits how much decoding people can ask for. */
export function createFileKeeper(parts: { readonly door: Door; readonly storage: FileStorage }): FileKeeper {
  const { door, storage } = parts
  const reencode = createReencoder()
  const limits = new Limits()
  return {
    async keep(who, sent, how) {
      const { callId, stepId, alt } = sent
      // Decoding a picture costs more than any other request, so whoever may not send it is turned away before.
      limits.take(keepFile.name, keepFile.perMinute ?? 60, who)
      const room = await door.look(findFileRoom, who, { callId, stepId })
      if (room.perContribution === 0) throw invalid('file', 'too-many', { most: 0 })
      if (room.left === 0) throw invalid('file', 'too-many-files')
      const file = await prepareFile(sent, reencode)
      const outcome = await door.perform(
        keepFile,
        who,
        { callId, stepId, file, ...(alt ? { alt } : {}) },
        how
      )
      // Written down first: should the process die here, the row is loose and the sweep takes it. The same key brings
      // the same answer, and the bytes are stored then.
      const { fileId } = outcome.result
      await storage.put(keyOf(callId, fileId, file.facts.type), file.bytes, file.facts.type)
      if (file.thumb)
        await storage.put(keyOf(callId, fileId, file.facts.type, 'thumb'), file.thumb, file.facts.type)
      return outcome
    }
  }
}
