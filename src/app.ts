import { Door } from './core/door/perform.server.ts'
import type { How, Outcome, Passage } from './core/door/perform.server.ts'
import type { AnyAct, AnyView, ResultOf } from './core/door/act.ts'
import type { Who } from './core/door/who.ts'
import { acts } from './core/acts.ts'
import { views } from './core/views.ts'
import { ledgerSigner } from './core/ledger/key.server.ts'
import { Sequencer } from './core/ledger/sequencer.server.ts'
import { openAuth } from './core/person/auth.server.ts'
import type { Accounts } from './core/person/auth.server.ts'
import { folderStorage } from './core/file/folder-storage.server.ts'
import { s3Storage } from './core/file/s3-storage.server.ts'
import type { FileStorage } from './core/file/storage.server.ts'
import { createFileKeeper } from './core/file/keep.server.ts'
import type { FileKeeper } from './core/file/keep.server.ts'
import { createExports } from './core/exchange/export/exports.server.ts'
import type { Exports } from './core/exchange/export/exports.server.ts'
import { keepLetters } from './channels/email/outbox.server.ts'
import { openPost } from './channels/email/post.server.ts'
import type { Post } from './channels/email/post.server.ts'
import { methods } from './methods/index.ts'
import { TallyPool } from './methods/tally-pool.server.ts'
import { openStore } from './db/open.server.ts'
import type { Store } from './db/open.server.ts'
import type { Database } from './db/database.server.ts'
import type { Config } from './config.ts'
import { join } from 'node:path'

/** The whole application, composed: config → database → acts → methods → channels. Jobs are started by `src/jobs`. */
export interface App {
  readonly config: Config
  readonly store: Store
  readonly database: Database
  readonly door: Door
  readonly auth: Accounts
  readonly files: FileStorage
  readonly sequencer: Sequencer
  readonly exports: Exports
  readonly keeper: FileKeeper
  readonly post: Post
  readonly acts: typeof acts
  readonly views: typeof views
  readonly methods: typeof methods
  perform<A extends AnyAct>(act: A, who: Who, input: unknown, how?: How): Promise<Outcome<ResultOf<A>>>
  look<V extends AnyView>(view: V, who: Who, input: unknown): Promise<ResultOf<V>>
  /** Takes in a file for a contribution that is about to be handed in. */
  keepFile: FileKeeper['keep']
  guestCookie(personId: string): string
  forgottenGuestCookie(): string
  close(): Promise<void>
}

export interface AppOptions {
  log(line: string): void
  observe?(passage: Passage): void
  /** `false`: refuses to start on a database whose migrations are pending instead of applying them. */
  migrate?: boolean
}

/** Opens the database (starting the embedded PostgreSQL unless `DATABASE_URL` is set), migrates it and wires everything. */
export async function openApp(config: Config, options: AppOptions): Promise<App> {
  const store = await openStore(config, options)
  try {
    return await compose(config, store, options)
  } catch (error) {
    await store.close()
    throw error
  }
}

async function compose(config: Config, store: Store, options: AppOptions): Promise<App> {
  const { database } = store
  const post = openPost({
    origin: config.origin,
    smtpUrl: config.smtpUrl ?? undefined,
    dataFolder: config.dataFolder
  })
  const tallies = new TallyPool()
  const door = new Door({
    database,
    methods,
    origin: config.origin,
    languageModel: config.languageModel && {
      name: config.languageModel.model,
      host: new URL(config.languageModel.url).host
    },
    tally: tallies.tally,
    keepLetters,
    ...(options.observe ? { observe: options.observe } : {})
  })
  const auth = await openAuth({
    database,
    origin: config.origin,
    secret: config.secret,
    send: letter => keepLetters(database, [letter]),
    report: message => options.log(message)
  })
  const files = config.s3 ? s3Storage(config.s3) : folderStorage(join(config.dataFolder, 'files'))
  const sequencer = new Sequencer(database, await ledgerSigner(database, config.origin))
  const exports = await createExports({ database, files, sequencer, config, door })
  const keeper = createFileKeeper({ door, storage: files })
  return {
    config,
    store,
    database,
    door,
    auth,
    files,
    sequencer,
    exports,
    keeper,
    keepFile: keeper.keep,
    acts,
    views,
    methods,
    post,
    // By name: the built pages bring copies of the definitions, and what is not in the lists has no door.
    perform: (act, who, input, how) => door.perform(named(acts, act), who, input, how),
    look: (view, who, input) => door.look(named(views, view), who, input),
    guestCookie: auth.guestCookie,
    forgottenGuestCookie: auth.forgottenGuestCookie,
    async close() {
      await exports.close()
      await tallies.close()
      post.close()
      await store.close()
    }
  }
}

function named<Definition extends { readonly name: string }>(
  list: ReadonlyMap<string, unknown>,
  { name }: Definition
): Definition {
  const found = list.get(name)
  if (!found) throw new Error(`${name} is in no list of acts and views`)
  return found as Definition
}
