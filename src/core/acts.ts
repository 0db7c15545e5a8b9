import * as answer from './answer/acts.ts'
import * as call from './call/acts.ts'
import * as comment from './comment/acts.ts'
import * as contribution from './contribution/acts.ts'
import * as credit from './credit/acts.ts'
import { listActs } from './door/listed.ts'
import * as exchange from './exchange/acts.ts'
import * as expert from './expert/acts.ts'
import * as file from './file/acts.ts'
import * as group from './group/acts.ts'
import * as invitation from './invitation/acts.ts'
import * as milestone from './milestone/acts.ts'
import * as moderation from './moderation/acts.ts'
import * as notification from './notification/acts.ts'
import * as organisation from './organisation/acts.ts'
import * as team from './organisation/team-acts.ts'
import * as person from './person/acts.ts'
import * as claim from './person/claim-act.ts'
import * as draft from './person/draft-acts.ts'
import * as erase from './person/erase-act.ts'
import * as promise from './promise/acts.ts'
import * as reshaping from './reshaping/acts.ts'
import * as response from './response/acts.ts'
import * as result from './result/acts.ts'
import * as theme from './theme/acts.ts'
import * as themeDraft from './theme/draft-acts.ts'
import * as token from './token/acts.ts'
import * as webhook from './webhook/acts.ts'

/** Everything that changes the world, by its name. */
export const acts = listActs([
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
  milestone,
  moderation,
  notification,
  organisation,
  team,
  person,
  claim,
  draft,
  erase,
  promise,
  reshaping,
  response,
  result,
  theme,
  themeDraft,
  token,
  webhook
])
