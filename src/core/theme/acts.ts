import { z } from 'zod'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import { lineOfText, optionalText } from '../text/schema.ts'
import { wantAnalysis } from './analysis-store.server.ts'
import { byAnalysts, byOrganisers, loadDesk, refuseDropped, themeLine } from './desk.server.ts'
import { decideMembers, decideSuggested, moveMembers, showDecided } from './members.server.ts'
import { changeThemes, insertTheme } from './store.server.ts'

export { setCopiesApart } from './copies-act.ts'

const themeName = lineOfText(120)
const themeIds = z.array(z.uuid()).min(1).max(200)
const contributionIds = z.array(z.uuid()).max(500)

export const wantAnalysisAct = defineAct({
  name: 'theme.analyse',
  title: 'Have a call read anew: near-copies, themes, who was heard',
  http: 'POST /calls/{callId}/analysis',
  scope: 'organise',
  perMinute: 10,
  input: z.strictObject({ callId: z.uuid() }),
  load: (tx, { callId }, who) => loadDesk(tx, callId, [], who),
  may: byAnalysts,
  run: async (work, { call }) => ({ isWanted: await wantAnalysis(work.tx, call.callId) }),
  // What a machine is asked is no public deed.
  lines: () => []
})

export const acceptThemes = defineAct({
  name: 'theme.accept',
  title: 'Accept suggested themes, with all that the machine put in them: everybody sees them from now on',
  http: 'POST /calls/{callId}/theme-acceptances',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject({ callId: z.uuid(), themeIds }),
  load: (tx, input, who) => loadDesk(tx, input.callId, input.themeIds, who),
  may: byOrganisers,
  run: async (work, { call, themes }, input, who) => {
    refuseDropped(themes)
    await changeThemes(work.tx, call.callId, input.themeIds, { state: 'accepted', by: who.personId })
    const placed = await decideSuggested(work.tx, call.callId, input.themeIds, who.personId)
    await showDecided(work.tx, call.callId)
    return { accepted: themes.map(theme => theme.themeId), placed }
  },
  lines: (_, { callId }, { accepted, placed }) =>
    accepted.map((id, n) => themeLine(callId, id, { state: 'accepted', ...(n === 0 ? { placed } : {}) }))
})

export const renameTheme = defineAct({
  name: 'theme.rename',
  title: 'Give a theme another name and a summary; what the machine called it stays beside it',
  http: 'PUT /calls/{callId}/themes/{themeId}',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject({
    callId: z.uuid(),
    themeId: z.uuid(),
    name: themeName,
    summary: optionalText(2_000).optional(),
    /** The name it had when the change began: a change over somebody else's is refused. */
    was: z.string().max(200)
  }),
  load: (tx, input, who) => loadDesk(tx, input.callId, [input.themeId], who),
  may: byOrganisers,
  run: async (work, { call, themes }, input, who) => {
    refuseDropped(themes)
    if (themes[0]!.name !== input.was) throw new Refusal('changed-meanwhile')
    await changeThemes(work.tx, call.callId, [input.themeId], {
      name: input.name,
      ...(input.summary === undefined ? {} : { summary: input.summary }),
      by: who.personId
    })
    return { themeId: input.themeId, state: themes[0]!.state }
  },
  lines: (_, { callId }, { themeId, state }) =>
    state === 'accepted' ? [themeLine(callId, themeId, { renamed: true })] : []
})

export const mergeThemes = defineAct({
  name: 'theme.merge',
  title: 'Put all of some themes into another one',
  http: 'POST /calls/{callId}/theme-merges',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject({ callId: z.uuid(), into: z.uuid(), themeIds }),
  load: (tx, input, who) => loadDesk(tx, input.callId, [input.into, ...input.themeIds], who),
  may: byOrganisers,
  run: async (work, { call, themes }, input, who) => {
    if (input.themeIds.includes(input.into)) throw invalid('themeIds', 'same')
    refuseDropped(themes)
    const [into] = themes
    const by = who.personId
    const moved = await moveMembers(work.tx, call.callId, input.themeIds, input.into, by)
    // What was suggested for it stays with it, as decided as what came.
    await decideSuggested(work.tx, call.callId, [input.into], by)
    await changeThemes(work.tx, call.callId, input.themeIds, { state: 'dropped', by })
    await changeThemes(work.tx, call.callId, [input.into], {
      cameFrom: { kind: 'merge', themes: [...(into!.cameFrom?.themes ?? []), ...input.themeIds].slice(-200) },
      by
    })
    await showDecided(work.tx, call.callId)
    return { themeId: input.into, moved, merged: themes.slice(1) }
  },
  lines: (_, { callId }, { themeId, moved, merged }) =>
    merged.some(theme => theme.state === 'accepted')
      ? [themeLine(callId, themeId, { merged: merged.map(theme => theme.themeId), moved })]
      : [],
  reply: ({ themeId, moved }) => ({ themeId, moved })
})

export const splitTheme = defineAct({
  name: 'theme.split',
  title: 'Take some contributions out of a theme into a new one of their own',
  http: 'POST /calls/{callId}/themes/{themeId}/splits',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject({
    callId: z.uuid(),
    themeId: z.uuid(),
    name: themeName,
    contributionIds: contributionIds.min(1)
  }),
  load: (tx, input, who) => loadDesk(tx, input.callId, [input.themeId], who),
  may: byOrganisers,
  run: async (work, { call, themes }, input, who) => {
    refuseDropped(themes)
    const themeId = newId()
    const { state } = themes[0]!
    await insertTheme(work.tx, {
      callId: call.callId,
      themeId,
      name: input.name,
      state: state === 'accepted' ? 'accepted' : 'suggested',
      cameFrom: { kind: 'split', themes: [input.themeId] },
      by: who.personId
    })
    const placed = await decideMembers(work.tx, call.callId, input.contributionIds, themeId, who.personId)
    if (placed === 0) throw invalid('contributionIds', 'not-found')
    await showDecided(work.tx, call.callId)
    return { themeId, placed, state }
  },
  lines: (_, { callId, themeId: from }, { themeId, placed, state }) =>
    state === 'accepted' ? [themeLine(callId, themeId, { state, placed, from })] : [],
  reply: ({ themeId, placed }) => ({ themeId, placed })
})

export const dropTheme = defineAct({
  name: 'theme.drop',
  title: 'Drop a theme: what was in it is in none',
  http: 'DELETE /calls/{callId}/themes/{themeId}',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject({ callId: z.uuid(), themeId: z.uuid() }),
  load: (tx, input, who) => loadDesk(tx, input.callId, [input.themeId], who),
  may: byOrganisers,
  run: async (work, { call, themes }, { themeId }, who) => {
    refuseDropped(themes)
    await changeThemes(work.tx, call.callId, [themeId], { state: 'dropped', by: who.personId })
    const freed = await moveMembers(work.tx, call.callId, [themeId], null, who.personId)
    await showDecided(work.tx, call.callId)
    return { themeId, freed, state: themes[0]!.state }
  },
  lines: (_, { callId }, { themeId, freed, state }) =>
    state === 'accepted' ? [themeLine(callId, themeId, { state: 'dropped', freed })] : [],
  reply: ({ themeId, freed }) => ({ themeId, freed })
})

export const createTheme = defineAct({
  name: 'theme.create',
  title: 'Make a theme of one’s own, with contributions to begin with',
  http: 'POST /calls/{callId}/themes',
  scope: 'organise',
  perMinute: 60,
  input: z.strictObject({
    callId: z.uuid(),
    name: themeName,
    contributionIds: contributionIds.default([])
  }),
  load: (tx, input, who) => loadDesk(tx, input.callId, [], who),
  may: byOrganisers,
  run: async (work, { call }, input, who) => {
    const themeId = newId()
    await insertTheme(work.tx, {
      callId: call.callId,
      themeId,
      name: input.name,
      state: 'accepted',
      cameFrom: null,
      by: who.personId
    })
    const placed = await decideMembers(work.tx, call.callId, input.contributionIds, themeId, who.personId)
    await showDecided(work.tx, call.callId)
    return { themeId, placed }
  },
  lines: (_, { callId }, { themeId, placed }) => [themeLine(callId, themeId, { state: 'accepted', placed })]
})

export const placeContributions = defineAct({
  name: 'theme.place',
  title: 'Move contributions to a theme, or to none',
  http: 'POST /calls/{callId}/theme-places',
  scope: 'organise',
  perMinute: 240,
  input: z.strictObject({
    callId: z.uuid(),
    contributionIds: contributionIds.min(1),
    themeId: z.uuid().nullable()
  }),
  load: (tx, input, who) => loadDesk(tx, input.callId, input.themeId === null ? [] : [input.themeId], who),
  may: byOrganisers,
  run: async (work, { call, themes }, input, who) => {
    refuseDropped(themes)
    const placed = await decideMembers(
      work.tx,
      call.callId,
      input.contributionIds,
      input.themeId,
      who.personId
    )
    if (placed === 0) throw invalid('contributionIds', 'not-found')
    await showDecided(work.tx, call.callId)
    return { placed, isPublic: themes[0]?.state === 'accepted' }
  },
  lines: (_, { callId, themeId }, { placed, isPublic }) =>
    isPublic ? [themeLine(callId, themeId!, { placed })] : [],
  reply: ({ placed }) => ({ placed })
})
