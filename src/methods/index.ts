import type { Method } from '../core/method.ts'
import { ideas } from './ideas/method.ts'

/** Every method there is. Core, API and jobs get this list as an argument. */
export const methods: ReadonlyMap<string, Method> = new Map([ideas].map(method => [method.id, method]))
