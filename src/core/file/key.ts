import { storedTypes, type StoredEnding, type StoredType } from './rules.ts'

/**
 * The type of the file stored under a key, told by the key's ending.
 *
 * A key is 8 to 120 characters of `a-z 0-9 -` and one ending of `storedTypes`: a single name, so that it can leave no
 * folder, and lower case, so that it means the same on every file system.
 *
 * @throws {TypeError} When it is not such a key. Keys are made by the platform, so this is a bug or an attack.
 */
export function typeOfKey(key: string): StoredType {
  const ending = /^[a-z0-9][a-z0-9-]{7,119}\.([a-z0-9]{2,4})$/.exec(key)?.[1]
  if (!ending || !Object.hasOwn(storedTypes, ending)) throw new TypeError('malformed file key')
  return storedTypes[ending as StoredEnding]
}

/** @throws {TypeError} When the key is malformed or its ending belongs to another type. */
export function checkKeyType(key: string, type: StoredType): void {
  if (typeOfKey(key) !== type) throw new TypeError('file key and type disagree')
}
