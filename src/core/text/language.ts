export const guessLanguage = (_text: string): string | null => null
