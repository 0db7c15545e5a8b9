import { listThemesView } from '#lib/core/theme/views.ts'

/** A theme as pages show it. */
interface ShownTheme {
  readonly id: string
  readonly label: string
}

/** The themes a call's pages sort by: those its organisers accepted at the analysis desk, else those authors choose from. */
export async function themesOf(
  { app, who }: App.Locals,
  callId: string,
  chosen: readonly ShownTheme[]
): Promise<readonly ShownTheme[]> {
  const { items } = await app.look(listThemesView, who, { callId })
  return items.length > 0 ? items.map(({ themeId, name }) => ({ id: themeId, label: name })) : chosen
}
