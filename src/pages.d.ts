import type { IncomingMessage } from 'node:http'
import type { Language } from './locales/languages.ts'
import type { Application, Visit } from './routes/visit.ts'
import type { Accounts } from './core/person/auth.server.ts'
import type { Who } from './core/door/who.ts'

declare global {
  namespace App {
    /** What `+error.svelte` gets. */
    interface Error {
      status: number
      message: string
      /** The refusal's code, where the error is one. */
      code?: string
      requestId?: string
    }
    interface Locals {
      app: Application
      /** Signing in and out. */
      auth: Accounts
      who: Who
      requestId: string
      lang: Language
      /** Whole Set-Cookie values to be sent with the answer. */
      newCookies: string[]
    }
    interface PageData {
      lang: Language
      /** Where this page lives, without the language: `/calls`. */
      path: string
      /** The public address of this installation, without a slash at its end. */
      origin: string
      signedIn: boolean
      /** Accent of the organisation shown, as a hue in degrees. */
      hue?: number
    }
    interface Platform {
      req: IncomingMessage & { mozaika?: Visit }
    }
  }
}
