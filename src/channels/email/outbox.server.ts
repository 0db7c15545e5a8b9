export async function keepLetters(_db: any, _letters: readonly any[]): Promise<void> {}
export async function sendDue(_db: any, _parts: any): Promise<void> {}
