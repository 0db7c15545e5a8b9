/**
 * The words a title is searched by: each once, folded, in the order of the title, without the words that say nothing
 * about its subject. Numbers stay, since "school 12" and "school 14" are two schools. At most 24 words.
 */
export function titleWords(title: string): string[] {
  const words = foldTitle(title)
    .split(' ')
    .filter(word => (word.length >= 3 || /\d/.test(word)) && !stopWords.has(word))
  return [...new Set(words)].slice(0, 24)
}

/**
 * A title as a string of words parted by single spaces, with what typists leave out or mix up made equal: case, width
 * and ligatures (NFKC), apostrophes of every kind (dropped: пам’ять, пам'ять and память are one word), accents of
 * Latin letters (most Polish and Spanish searches are typed without), ё as е, ґ as г, ѝ as и, and Latin letters inside
 * a Cyrillic word as the Cyrillic ones they look like. Letters that tell words apart stay: й, ї, і, и, є, э.
 */
export function foldTitle(title: string): string {
  return (
    title
      .normalize('NFKC')
      .toLowerCase()
      .replace(/(?<=\p{L})['’ʼ‘`´ʹ′](?=\p{L})/gu, '')
      .normalize('NFD')
      .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
      .normalize('NFC')
      .replace(/[ёґѝłøđßæœ]/g, letter => sameLetters[letter]!)
      .match(/[\p{L}\p{N}]+/gu)
      ?.map(withoutLookalikes)
      .join(' ') ?? ''
  )
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
  if (!/\p{Script=Cyrillic}/u.test(word) || !/[aceiopxy]/.test(word)) return word
  return word.replace(/[aceiopxy]/g, letter => lookalikes[letter]!)
}

/**
 * The beginning that the forms of a word have in common, or nearly: the word without its last letters, never less
 * than three of them. Words are found by this beginning, so "лавка" finds "лавками" and "bench" finds "benches". It
 * is a search key and is never stored: better rules need no new index.
 */
export function wordStart(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word
  const ending = endings.exec(word)
  const kept = ending ? ending.index : word.length
  return word.slice(0, Math.max(3, kept))
}

/** Endings of nouns, adjectives and verbs of the six languages, as far as taking them off does no harm elsewhere. */
const endings =
  /(?:ення|ання|ення|ями|ами|ого|ому|ими|ою|ею|єю|ів|їв|ей|ах|ях|ий|ій|ої|их|их|ов|ый|ая|ое|ые|ия|ing|ies|es|ed|s|ów|ami|ach|ego|owi|[аеєиіїоуюяьыэйъaeiouy])$/

const stopWords = new Set(
  (
    'для про або щоб при від над під без через між що який яка які вже ще так було буде був були його цей та не на до за із зі як ' +
    'the and for with from this that are was were has have not but into our your their should would could than ' +
    'dla jest się nie czy przez przy oraz lub jak ale ' +
    'что чтобы или при для как это все его они был была быть уже ' +
    'para por con los las una unos unas del que sin sobre como más pero ' +
    'или със към при без над под през тази това този като'
  ).split(' ')
)
