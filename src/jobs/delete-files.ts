import { deleteUnwanted } from '../core/file/unwanted.server.ts'
import type { App } from '../app.ts'

/** Deletes the bytes of files whose rows went in an act. */
export async function deleteFiles({ database, files }: App): Promise<void> {
  await deleteUnwanted({ database, storage: files })
}
