import { rankingCsv } from '../../../../../core/exchange/ranking-csv.ts'
import { readRanking } from '../../ranking.server.ts'
import type { RequestHandler } from './$types'

/** The ranking of a step as a table for spreadsheets. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { items } = await readRanking(locals, params.slug, url)
  return new Response(rankingCsv(items), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="result-${params.slug}.csv"`
    }
  })
}
