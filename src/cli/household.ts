import { userInfo } from 'node:os'
import { openApp } from '../app.ts'
import type { App } from '../app.ts'
import { readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { openStore } from '../db/open.server.ts'
import type { Store } from '../db/open.server.ts'
import type { Io, Terminal } from './command.ts'
import { doorThrough, isListening } from './operator-client.ts'
import { operatorDoor } from './operator-door.ts'
import type { OperatorDoor } from './operator-door.ts'
import { findPlace } from './operator-place.ts'
import type { OperatorPlace } from './operator-place.ts'

/** What commands may use, and how to close whatever of it was opened. */
export function openHousehold(terminal: Terminal): { io: Io; close(): Promise<void> } {
  const opened: { close(): Promise<void> }[] = []
  const kept = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const thing = await opening
    opened.push(thing)
    return thing
  }
  const config = once(() => readConfig(terminal.env))
  const server = once(() => findServer(config()))
  const reachable = once(async () => withDatabaseOf(config(), await server()))
  const log = (line: string) => terminal.err(line)
  const app = once(async (): Promise<App> => kept(openApp(await reachable(), { log })))
  const store = once(async (): Promise<Store> => kept(openStore(await reachable(), { log, migrate: false })))
  const door = once(async (): Promise<OperatorDoor> => {
    const place = await server()
    const operator = operatorName(terminal.env)
    return place ? doorThrough(place, operator) : operatorDoor(await app(), operator)
  })
  return {
    io: {
      ...terminal,
      config,
      isServerRunning: async () => (await server()) !== undefined,
      app,
      store,
      door
    },
    close: async () => {
      for (const thing of opened.reverse()) await thing.close()
    }
  }
}

/** The server that runs on this data folder. */
async function findServer(config: Config): Promise<OperatorPlace | undefined> {
  const place = findPlace(config.dataFolder)
  return place && (await isListening(place)) ? place : undefined
}

/** One process owns the embedded PostgreSQL; others go to the one it runs. */
const withDatabaseOf = (config: Config, place: OperatorPlace | undefined): Config =>
  config.databaseUrl === null && place?.databaseUrl ? { ...config, databaseUrl: place.databaseUrl } : config

/** Who the record will say did it. */
function operatorName(env: Terminal['env']): string {
  return env['SUDO_USER'] || env['USER'] || userInfo().username
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
