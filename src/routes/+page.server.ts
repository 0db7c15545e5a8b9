import type { PageServerLoad } from './$types'
import { load as loadHome } from './[lang=lang]/+page.server.ts'

export const load: PageServerLoad = event => loadHome(event as never)
