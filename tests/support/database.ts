import { inject } from 'vitest'
import { openDatabase } from '../../src/db/database.server.ts'
import type { Database } from '../../src/db/database.server.ts'

let made = 0

/** An empty, migrated database of this test file's own. Close it in `afterAll`. */
export async function freshDatabase(): Promise<Database> {
  const at = inject('postgres')
  const name = `test_${process.pid}_${Date.now()}_${made++}`
  const admin = openDatabase({ ...at, database: 'mozaika', max: 1 })
  // Two files copying the template at once refuse each other; the second tries again.
  for (let attempt = 1; ; attempt++) {
    try {
      await admin.pool.query(`create database ${name} template mozaika_template`)
      break
    } catch (error) {
      if (attempt >= 50) throw error
      await new Promise(resolve => setTimeout(resolve, 50 * attempt))
    }
  }
  await admin.close()
  return openDatabase({ ...at, database: name, max: 6 })
}
