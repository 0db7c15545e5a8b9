import * as answer from './answer/views.ts'
import * as call from './call/views.ts'
import * as comment from './comment/views.ts'
import * as mosaic from './contribution/mosaic.ts'
import * as contribution from './contribution/views.ts'
import * as credit from './credit/views.ts'
import { listViews } from './door/listed.ts'
import * as exchange from './exchange/views.ts'
import * as expert from './expert/views.ts'
import * as file from './file/views.ts'
import * as group from './group/views.ts'
import * as invitation from './invitation/views.ts'
import * as ledger from './ledger/views.ts'
import * as milestone from './milestone/views.ts'
import * as moderation from './moderation/views.ts'
import * as notification from './notification/views.ts'
import * as organisation from './organisation/views.ts'
import * as person from './person/views.ts'
import * as preset from './preset/views.ts'
import * as promise from './promise/views.ts'
import * as reshaping from './reshaping/views.ts'
import * as response from './response/views.ts'
import * as result from './result/views.ts'
import * as theme from './theme/views.ts'
import * as themeDraft from './theme/draft-views.ts'
import * as token from './token/views.ts'
import * as webhook from './webhook/views.ts'

/** Everything that can be read, by its name. */
export const views = listViews([
  answer,
  call,
  comment,
  contribution,
  credit,
  exchange,
  expert,
  file,
  group,
  invitation,
  ledger,
  milestone,
  moderation,
  mosaic,
  notification,
  organisation,
  person,
  preset,
  promise,
  reshaping,
  response,
  result,
  theme,
  themeDraft,
  token,
  webhook
])
