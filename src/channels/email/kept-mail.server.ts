import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A letter that nobody could send: it lies in the data folder, for the operator's eyes. */
export interface KeptMail {
  /** The file's name without its ending. */
  readonly name: string
  readonly at: Date
  readonly to: string
  readonly subject: string
  readonly text: string
}

const folderOf = (dataFolder: string): string => join(dataFolder, 'mail')

/** Keeps a letter twice: as it would have been sent (`.eml`) and as a text to read (`.txt`). */
export async function keepMail(
  dataFolder: string,
  letter: { id: string; to: string; subject: string; text: string; source: Buffer }
): Promise<void> {
  const folder = folderOf(dataFolder)
  // The letters hold links that sign in: nobody else on this machine may read them.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = join(folder, `${new Date().toISOString().replace(/[:.]/g, '-')}-${letter.id}`)
  const head = `To: ${letter.to}\nSubject: ${letter.subject}\n\n`
  await writeFile(`${name}.eml`, letter.source, { mode: 0o600 })
  await writeFile(`${name}.txt`, head + letter.text, { mode: 0o600 })
}

/** The letters kept, newest first. Only for the operator: they hold what signs other people in. */
export async function listKeptMail(dataFolder: string, most = 50): Promise<KeptMail[]> {
  const names = (await namesIn(dataFolder)).slice(0, most)
  const texts = await Promise.all(
    names.map(name => readFile(join(folderOf(dataFolder), `${name}.txt`), 'utf8'))
  )
  return names.map((name, n) => ({ name, at: timeOf(name), ...parsed(texts[n]!) }))
}

/** For a daily job: removes kept letters that are older than so many days. */
export async function forgetKeptMail(dataFolder: string, days = 30, now = new Date()): Promise<void> {
  for (const name of await namesIn(dataFolder)) {
    if (now.getTime() - timeOf(name).getTime() < days * 86_400_000) continue
    for (const ending of ['eml', 'txt'])
      await rm(join(folderOf(dataFolder), `${name}.${ending}`), { force: true })
  }
}

async function namesIn(dataFolder: string): Promise<string[]> {
  const files = await readdir(folderOf(dataFolder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const names = files.filter(file => /^\d{4}-\d\d-\d\dT[\d-]+Z-[0-9a-f-]+\.txt$/.test(file))
  return names
    .map(file => file.slice(0, -4))
    .sort()
    .reverse()
}

function timeOf(name: string): Date {
  const [day, time] = name.slice(0, 24).split('T') as [string, string]
  const [hours, minutes, seconds, thousandths] = time.replace('Z', '').split('-')
  return new Date(`${day}T${hours}:${minutes}:${seconds}.${thousandths}Z`)
}

function parsed(text: string): { to: string; subject: string; text: string } {
  const [, to, subject, body] = /^To: (.*)\nSubject: (.*)\n\n([^]*)$/.exec(text) ?? ['', '', '', text]
  return { to: to!, subject: subject!, text: body! }
}
