import { setTimeout as sleep } from 'node:timers/promises'
import type { Ground, Place } from '../ground.ts'
import { Skipped } from '../row.ts'
import type { Measured, Row } from '../row.ts'
import { canReadCpu, memoryOf } from '../support/cpu.ts'
import { nextPerson, read, supports } from './wishes.ts'

const mostIdle = 200
const mostLoaded = 400
const megabyte = 1_048_576

/** Resident memory of the app, without PostgreSQL: after its first page, and at most under load. */
export const memory: Row = {
  name: 'memory',
  work: 'app memory idle / under load (without PostgreSQL)',
  target: `≤ ${mostIdle} / ${mostLoaded} MB`,
  measure
}

async function measure(ground: Ground): Promise<Measured> {
  if (!canReadCpu) throw new Skipped('memory is read from /proc, which only Linux has')
  const main = await ground.place('main')
  const { idle, loaded } = await memoryIn(main)
  const small = await memoryIn(await ground.place('small'))
  const large = await memoryIn(await ground.place('large'))
  return {
    text: `${Math.round(idle)} / ${Math.round(loaded)} MB`,
    isReached: idle <= mostIdle && loaded <= mostLoaded,
    growth: large.loaded / small.loaded,
    figures: { idleMegabytes: idle, loadedMegabytes: loaded }
  }
}

async function memoryIn(place: Place): Promise<{ idle: number; loaded: number }> {
  await place.stop()
  await place.start()
  await place.send([read(`/en/calls/${place.call.slug}`)])
  await sleep(10_000)
  const megabytes = () => memoryOf(place.server.pid) / megabyte
  const idle = megabytes()
  let loaded = idle
  const watch = setInterval(() => (loaded = Math.max(loaded, megabytes())), 100)
  const people = Array.from({ length: 1_000 }, nextPerson)
  await place.send(supports(place, people, 5), 64)
  await place.send(
    Array.from({ length: 1_500 }, () => read(`/en/calls/${place.call.slug}/all`)),
    32
  )
  clearInterval(watch)
  return { idle, loaded }
}
