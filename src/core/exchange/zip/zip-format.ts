/** The parts of a zip file that writer and reader share (PKWARE, .ZIP File Format Specification 6.3.10). */

export const signatures = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50
} as const

/** Stands in a 32-bit field whose value is in a zip64 one; the first size and offset that need zip64. */
export const overflow32 = 0xffffffff
export const overflow16 = 0xffff
export const zip64Extra = 0x0001

/** Bit 3: sizes stand behind the content. Bit 11: names are UTF-8. */
export const flags = 0x0008 | 0x0800
export const flagEncrypted = 0x0001

export const stored = 0
export const deflated = 8
