import { ConfigError } from '../../config.ts'
import type { Config } from '../../config.ts'
import type { Command, Io } from '../command.ts'
import { checkAddress } from '../doctor/address.ts'
import { lineOf, wrong } from '../doctor/check.ts'
import type { Finding } from '../doctor/check.ts'
import { checkDatabase } from '../doctor/database.ts'
import { checkDataFolder, checkNode } from '../doctor/machine.ts'
import { checkLanguageModel, checkMail, checkS3 } from '../doctor/reach.ts'

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  help: `Look at this installation and name what is wrong with it.

✓ is well, ! is worth a thought, ✗ is wrong and has a hint; the exit code is 1 when anything is wrong.
Without a running server the embedded database is started for the look (made, if there is none) and stopped again.`,
  run: async (_, io) => {
    let isWell = true
    for await (const finding of findings(io)) {
      io.out(lineOf(finding))
      if (finding.state === 'wrong') isWell = false
    }
    return isWell ? 0 : 1
  }
}

async function* findings(io: Io): AsyncGenerator<Finding> {
  yield checkNode()
  let config: Config
  try {
    config = io.config()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems)
      yield wrong(problem, 'Set it right and run the doctor again: the rest is looked at then.')
    return
  }
  yield* checkAddress(config)
  yield* checkDataFolder(config.dataFolder)
  yield* await checkDatabase(io.store, await io.isServerRunning())
  yield await checkMail(config.smtpUrl)
  yield await checkS3(config.s3)
  yield await checkLanguageModel(config.languageModel)
}
