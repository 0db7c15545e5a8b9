export * from './answer-calls.ts'
export * from './call-in-worker.ts'
export type { Port, WorkerLike } from './messages.ts'
