/**
 * An address part from a name: Latin letters without their marks, Cyrillic in Latin letters (Ukrainian by its 2010
 * table, Russian and Bulgarian letters as readers there expect), everything else as a hyphen. Empty when nothing remains.
 */
export function slugOf(name: string, longest = 60): string {
  const latin = [...name.toLowerCase()].map(letter => letters[letter] ?? letter).join('')
  const plain = latin.normalize('NFD').replace(/\p{M}/gu, '')
  const parts = plain.replace(/[ʼ'’`"ьъ]/g, '').split(/[^a-z0-9]+/)
  return parts.filter(Boolean).join('-').slice(0, longest).replace(/-+$/, '')
}

const letters: Readonly<Record<string, string>> = {
  ...Object.fromEntries(zip('абвгґдезийіклмнопрстуфыэł', 'abvhgdezyiiklmnoprstufyel')),
  є: 'ie',
  ё: 'io',
  ж: 'zh',
  ї: 'i',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ю: 'iu',
  я: 'ia',
  ь: '',
  ъ: '',
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  đ: 'd'
}

function zip(from: string, to: string): [string, string][] {
  return [...from].map((letter, n) => [letter, to[n]!])
}
