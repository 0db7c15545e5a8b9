// `npm run messages`: makes src/locales/paraglide, which texts outside the pages (mail, the API) need too.
import { compileMessages } from './messages/compile.ts'

await compileMessages(new URL('..', import.meta.url).pathname.replace(/\/$/, ''))
