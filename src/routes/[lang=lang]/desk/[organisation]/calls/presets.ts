import { m } from '#lib/locales/paraglide/messages.js'

const titles = new Map([['idea-board', m.editor_preset_idea_board]])
const hints = new Map([['idea-board', m.editor_preset_idea_board_hint]])

/** What a preset is called. One without a text is shown by its id. */
export const presetTitle = (id: string): string => titles.get(id)?.() ?? id

/** What one gets with it, in a sentence. */
export const presetHint = (id: string): string | undefined => hints.get(id)?.()
