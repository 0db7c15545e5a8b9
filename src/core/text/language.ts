import type { languages } from './schema.ts'

type Language = (typeof languages)[number]

/**
 * The language a text is most likely written in, out of those the platform speaks; `null` when it is too short, mixed
 * or in another language, so that whoever asks falls back on what the call speaks.
 *
 * Each word votes: half a vote and more for being among a language's most frequent words (shared with others, it is
 * split between them), one and a half for a letter that only one language has. The first must have one vote at least
 * and half as many again as the second. Only the first 200 words are read.
 */
export function guessLanguage(text: string): Language | null {
  const words = (
    text
      .toLowerCase()
      .normalize('NFC')
      .match(/[\p{L}\p{M}’'ʼ]+/gu) ?? []
  ).slice(0, 200)
  if (words.filter(word => foreignLetters.test(word)).length > words.length / 20) return null
  const votes = new Map<Language, number>()
  const vote = (language: Language, weight: number) =>
    votes.set(language, (votes.get(language) ?? 0) + weight)
  for (const word of words) {
    const speakers = speakersOf.get(word) ?? []
    for (const language of speakers) vote(language, 1 / speakers.length)
    const owner = ownLetters.find(([, letters]) => letters.test(word))?.[0]
    if (owner) vote(owner, 1.5)
  }
  const [first, second] = [...votes].toSorted(([, a], [, b]) => b - a)
  return first && first[1] >= 1 && first[1] >= 1.5 * (second?.[1] ?? 0) ? first[0] : null
}

/** Letters, or pairs of them, that only one of the six has. In Russian ъ stands before е, ё, ю, я only. */
const ownLetters: readonly (readonly [Language, RegExp])[] = [
  ['uk', /[іїєґ]/],
  ['ru', /[ыэё]/],
  ['bg', /ъ(?![еёюя])|ѝ/],
  ['pl', /[ąćęłńśźż]/],
  ['es', /ñ|ción|[áéíúó](?=[nrs]?$)/]
]

/** Letters of Belarusian, Serbian, Macedonian, German, French, Portuguese, Turkish, Czech, Romanian and their like. */
const foreignLetters = /[ўјљњћђџѓќѕßäöåøæœçàèìòùâêîôûãõëïăşșțţğıřůěščžđőű]/

const frequentWords: Record<Language, string> = {
  en: 'the and of to in a is for that it on with are be this we our not have more need should at by from they will can there as or an all people you your was would so if but their who has which what no new make',
  uk: 'і й та що не на у в з із зі до за для як це який яка яке які щоб або але від про при над під після біля між через ми ви вони він вона нас вас їх його її бути є було буде був дуже треба потрібно можна більше коли де там тут всі тільки якщо вже ще',
  ru: 'и в не на с что по как это для от из за у к о но или если чтобы только мы вы они он она его ее её их нас вас быть есть было будет был очень надо нужно можно больше когда где там тут все всех который которая которые при уже еще ещё около',
  bg: 'и в не на с че по как това за от из у към но или ако да само ние вие те той тя него нея нас вас бъде е беше ще са си се ли много трябва може повече когато където там тук всички който която които при вече през със във тази този тези няма има',
  pl: 'i w na z ze do nie się to jest że jak dla po od o za przez przy ale lub oraz czy co są być był była było będzie tylko już bardzo trzeba można więcej gdy gdzie tam tu wszystkie który która które ten ta te tym tego nas was ich jego jej my aby żeby pod nad ma',
  es: 'de la el en y a los las del que un una por con para no se su al lo es son ser está hay más pero como o si este esta estos cuando donde sus sin sobre entre también nos todos muy ya tiene puede nuestro nuestra'
}

const speakersOf = new Map<string, Language[]>()
for (const [language, words] of Object.entries(frequentWords) as [Language, string][]) {
  for (const word of words.split(' ')) speakersOf.set(word, [...(speakersOf.get(word) ?? []), language])
}
