import type { AnyAct, AnyView, ResultOf } from '../core/door/act.ts'
import type { How, Outcome } from '../core/door/perform.server.ts'
import type { Who } from '../core/door/who.ts'
import type { keepFile } from '../core/file/acts.ts'
import type { SentFile } from '../core/file/keep.server.ts'
import type { Accounts } from '../core/person/auth.server.ts'

/** What pages may ask of the application: one act or one view at a time. */
export interface Application {
  perform<A extends AnyAct>(act: A, who: Who, input: unknown, how?: How): Promise<Outcome<ResultOf<A>>>
  look<V extends AnyView>(view: V, who: Who, input: unknown): Promise<ResultOf<V>>
  /** Takes in a file for a contribution that is about to be handed in. */
  keepFile(who: Who, sent: SentFile, how?: How): Promise<Outcome<ResultOf<typeof keepFile>>>
  /** The Set-Cookie value by which a guest is known again. */
  guestCookie(personId: string): string
  readonly config: {
    readonly origin: string
    /** Null: letters are kept for the operator. */
    readonly smtpUrl?: string | null
    /** Who runs this installation, as they want to be named and reached. */
    readonly operator?: { readonly name?: string; readonly contact?: string }
  }
}

/** What our server attaches to a request before it hands it to the pages. */
export interface Visit {
  readonly app: Application
  /** Signing in and out, which are no acts. */
  readonly auth: Accounts
  readonly who: Who
  readonly requestId: string
  readonly address: string
  readonly origin: string
  /**
   * The page's HTML once it is rendered, as bytes. The pages leave it here and reply with nothing: on its way through a Response
   * it would be hashed, encoded and copied three times over, and kept until the next full collection.
   */
  html?: Buffer
}
