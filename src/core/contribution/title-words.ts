/**
 * The keys a title is found by, each once: the beginnings of its words, without the words that say nothing of its
 * subject. At most 24. Titles that say the same thing in other forms and another order share most of their keys.
 */
export function titleKeys(title: string): string[] {
  return [...new Set(subjectWords(title).map(wordKey))].slice(0, 24)
}

/** One key to look for. `isOpen`: its word is still being typed, so longer keys that begin so fit too. */
export interface SoughtKey {
  key: string
  isOpen: boolean
}

/** The keys to look for while a title is typed: at most ten, those of the longest words, as these tell the most. */
export function soughtKeys(typed: string): SoughtKey[] {
  const words = [...new Set(subjectWords(typed))]
  const openWord = /[\p{L}\p{N}]$/u.test(typed) ? words.at(-1) : undefined
  const keys = new Map<string, SoughtKey>()
  for (const word of words.toSorted((a, b) => b.length - a.length)) {
    const key = wordKey(word)
    keys.set(key, { key, isOpen: word === openWord || keys.get(key)?.isOpen === true })
  }
  return [...keys.values()].slice(0, 10)
}

/**
 * A title as words parted by single spaces, with what typists leave out or mix up made equal: case, width and
 * ligatures (NFKC), apostrophes of every kind (dropped: пам’ять, пам'ять and память are one word), accents of Latin
 * letters (many type Polish and Spanish without), ё as е, ґ as г, ѝ as и, and Latin letters inside a Cyrillic word as
 * the Cyrillic ones they look like. Letters that tell words apart stay: й, ї, і, и, є, э.
 */
export function foldTitle(title: string): string {
  const words = title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\p{L})['’ʼ‘`´ʹ′](?=\p{L})/gu, '')
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .replace(/[ёґѝłøđßæœ]/g, letter => sameLetters[letter]!)
    .match(/[\p{L}\p{M}\p{N}]+/gu)
  return words?.map(withoutLookalikes).join(' ') ?? ''
}

const sameLetters: Record<string, string> = {
  ё: 'е',
  ґ: 'г',
  ѝ: 'и',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe'
}

const lookalikes: Record<string, string> = { a: 'а', c: 'с', e: 'е', i: 'і', o: 'о', p: 'р', x: 'х', y: 'у' }

function withoutLookalikes(word: string): string {
  return /\p{Script=Cyrillic}/u.test(word) ? word.replace(/[aceiopxy]/g, letter => lookalikes[letter]!) : word
}

/** Numbers stay, since "school 12" and "school 14" are two schools. */
function subjectWords(title: string): string[] {
  return foldTitle(title)
    .split(' ')
    .flatMap(word => (unspaced.test(word) ? letterPairs(word) : isSubject(word) ? [word] : []))
}

function isSubject(word: string): boolean {
  return (word.length >= 3 || /\d/.test(word)) && !emptyWords.has(word)
}

/** Scripts that write without spaces: their texts are searched by pairs of letters. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

function letterPairs(run: string): string[] {
  const letters = [...run]
  return letters.length === 1 ? letters : letters.slice(1).map((letter, n) => letters[n]! + letter)
}

/**
 * What the forms of a word and the words made from it mostly have in common: at most its first seven letters, without
 * an ending, never fewer than three. "лавка", "лавками" → "лавк"; "встановити", "встановлення" → "встанов";
 * "bench", "benches" → "bench".
 */
function wordKey(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word.slice(0, 12)
  const ending = endings.exec(word)
  return word.slice(0, Math.min(7, Math.max(3, ending ? ending.index : word.length)))
}

/** Endings of nouns, adjectives and verbs of the six languages, as far as cutting them does no harm in another. */
const endings =
  /(?:ення|ання|ення|ями|ами|ого|ому|ими|ою|ею|єю|ів|їв|ей|ах|ях|ий|ій|ої|их|ов|ый|ая|ое|ые|ия|ing|ies|es|ed|s|ów|ami|ach|ego|owi|[аеєиіїоуюяьыэйъaeiouy])$/

/** Frequent words without a subject: en uk pl bg es ru. */
const emptyWords = new Set(
  [
    'the and for with from this that are was were has have not but into our your their should would could than',
    'для про або щоб при від над під без через між що який яка які вже ще так було буде був були його цей та не на до із зі як',
    'dla jest się nie czy przez przy oraz lub jak ale',
    'или със към без под през тази това този като които',
    'para por con los las una unos unas del que sin sobre como más mas pero',
    'что чтобы как это все его они был была быть уже так'
  ].flatMap(words => words.split(' '))
)
