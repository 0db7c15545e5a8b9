import { openZip } from './zip/read-zip.server.ts'
import type { ZipLimits } from './zip/read-zip.server.ts'

/** What an export may unpack to: the verifier holds all of it in memory. */
export const exportLimits: ZipLimits = {
  entries: 200_000,
  // A JavaScript string holds 512 MiB.
  entryBytes: 500_000_000,
  totalBytes: 2_000_000_000
}

/**
 * The files of an export by path.
 *
 * @throws ZipError when it is no zip, is damaged, or unpacks to more than the limits.
 */
export async function readExportZip(
  path: string,
  limits: ZipLimits = exportLimits
): Promise<Map<string, Uint8Array>> {
  const zip = await openZip(path, limits)
  try {
    const files = new Map<string, Uint8Array>()
    for (const name of zip.sizes.keys()) files.set(name, await zip.bytes(name))
    return files
  } finally {
    await zip.close()
  }
}
