import type { Db, Tx } from '../../db/sql.server.ts'
export async function keepTitle(_tx: Tx, _one: { callId: string; stepId: string; contributionId: string; title: string; language: string | null }): Promise<void> {}
export async function forgetTitle(_tx: Tx, _callId: string, _contributionId: string): Promise<void> {}
export async function findSimilar(_db: Db, _callId: string, _stepId: string, _text: string): Promise<{ contributionId: string; title: string }[]> { return [] }
