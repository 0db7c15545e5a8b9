import { parseArgs } from 'node:util'
import { listKeptMail } from '../../channels/email/kept-mail.server.ts'
import type { KeptMail } from '../../channels/email/kept-mail.server.ts'
import { UsageError } from '../command.ts'
import type { Command } from '../command.ts'

export const mail: Command = {
  name: 'mail',
  usage: '[--most N] [--text]',
  help: `The letters that nobody could send, newest first, with their links.

Without SMTP_URL letters are kept in the data folder. Their links sign people in: pass each on to its reader alone.
  --most N  how many, 20 unless said
  --text    the whole letters`,
  run: async (args, io) => {
    const { most, isWhole } = readFlags(args)
    const letters = await listKeptMail(io.config().dataFolder, most)
    if (letters.length === 0) io.out('No letters are kept.')
    for (const letter of letters) io.out(isWhole ? `${headOf(letter)}\n\n${letter.text}\n` : shortOf(letter))
  }
}

function readFlags(args: readonly string[]): { most: number; isWhole: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { most: { type: 'string', default: '20' }, text: { type: 'boolean', default: false } }
    })
    const most = Number(values.most)
    if (!Number.isInteger(most) || most < 1 || most > 1_000)
      throw new Error('--most is a number from 1 to 1000.')
    return { most, isWhole: values.text }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nmozaika mail ${mail.usage}`)
  }
}

const headOf = ({ at, to, subject }: KeptMail): string =>
  `${at.toISOString().slice(0, 19)}Z  ${to}  ${subject}`

const shortOf = (letter: KeptMail): string =>
  [headOf(letter), ...[...new Set(letter.text.match(/https?:\/\/[^\s<>"]+/g))].map(link => `  ${link}`)].join(
    '\n'
  )
