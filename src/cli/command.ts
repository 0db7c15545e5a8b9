import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import type { Store } from '../db/open.server.ts'
import type { OperatorDoor } from './operator-door.ts'

/** Where a command's words come from and go to. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether a person reads what is written. */
  readonly isInteractive: boolean
  readonly columns: number
  out(text: string): void
  err(text: string): void
  /** All of standard input, as text. */
  readIn(): Promise<string>
}

/** What commands may use of the installation; each is opened when first asked for, and closed after the command. */
export interface Io extends Terminal {
  /** The environment, checked. Throws a `ConfigError` that names what is wrong. */
  config(): Config
  /** Whether a server runs on this data folder. */
  isServerRunning(): Promise<boolean>
  /** Acts and views, as the operator: through the server that runs here, else through an application opened here. */
  door(): Promise<OperatorDoor>
  /** An application of this process's own, on the same database as the server that runs here, if one does. */
  app(): Promise<App>
  /** The database alone, as it is: nothing is migrated. */
  store(): Promise<Store>
}

/** A command that is no act and no view. */
export interface Command {
  /** One or two words: `doctor`, `call export`. It goes before an act or view of the same name. */
  readonly name: string
  /** What follows the name: `FILE [--since CHECKPOINT]`. */
  readonly usage: string
  /** The first line is the summary that the list of commands shows. */
  readonly help: string
  /** Gets what follows the name; gives the exit code, 0 unless told. */
  run(args: readonly string[], io: Io): Promise<number | void>
}

/** A command called wrongly; `message` says how, and the usage is shown with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
