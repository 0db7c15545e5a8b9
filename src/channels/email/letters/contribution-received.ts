import type { LetterKind } from '../letter.ts'

export interface ReceivedFacts {
  readonly question: string
  readonly title: string
  /** To the receipt, which leads on to the contribution. */
  readonly link: string
}

/** For an author who left an address. */
export const contributionReceived: LetterKind<ReceivedFacts> = {
  en: ({ question, title, link }) => ({
    subject: `Received: ${title}`,
    paragraphs: [
      `Thank you. Your contribution “${title}” to the call “${question}” has been received.`,
      'Your receipt proves that it stands in the public record: keep it, and anyone can check that nothing was dropped or changed.'
    ],
    link: { label: 'Your receipt', url: link },
    why: 'You get this letter because you handed in this contribution.'
  }),
  uk: ({ question, title, link }) => ({
    subject: `Отримано: ${title}`,
    paragraphs: [
      `Дякуємо. Ваш внесок «${title}» до звернення «${question}» отримано.`,
      'Ваша квитанція доводить, що він є у відкритому реєстрі: збережіть її, і кожен зможе перевірити, що нічого не пропало й не змінено.'
    ],
    link: { label: 'Ваша квитанція', url: link },
    why: 'Ви отримали цей лист, бо подали цей внесок.'
  }),
  pl: ({ question, title, link }) => ({
    subject: `Otrzymaliśmy: ${title}`,
    paragraphs: [
      `Dziękujemy. Twoje zgłoszenie „${title}” w naborze „${question}” zostało przyjęte.`,
      'Potwierdzenie dowodzi, że jest ono w jawnym rejestrze: zachowaj je, a każdy sprawdzi, że niczego nie usunięto ani nie zmieniono.'
    ],
    link: { label: 'Twoje potwierdzenie', url: link },
    why: 'Dostajesz tę wiadomość, bo to zgłoszenie pochodzi od Ciebie.'
  }),
  bg: ({ question, title, link }) => ({
    subject: `Получено: ${title}`,
    paragraphs: [
      `Благодарим. Вашият принос „${title}“ към поканата „${question}“ е получен.`,
      'Разписката ви доказва, че той е в публичния регистър: пазете я и всеки ще може да провери, че нищо не е изчезнало и не е променено.'
    ],
    link: { label: 'Вашата разписка', url: link },
    why: 'Получавате това писмо, защото сте подали този принос.'
  }),
  es: ({ question, title, link }) => ({
    subject: `Recibido: ${title}`,
    paragraphs: [
      `Gracias. Hemos recibido tu aportación «${title}» a la convocatoria «${question}».`,
      'Tu recibo demuestra que consta en el registro público: guárdalo y cualquiera podrá comprobar que nada se ha omitido ni cambiado.'
    ],
    link: { label: 'Tu recibo', url: link },
    why: 'Recibes este correo porque presentaste esta aportación.'
  }),
  ru: ({ question, title, link }) => ({
    subject: `Получено: ${title}`,
    paragraphs: [
      `Спасибо. Ваш вклад «${title}» в обращение «${question}» получен.`,
      'Ваша квитанция доказывает, что он есть в открытом реестре: сохраните её, и каждый сможет проверить, что ничего не пропало и не изменено.'
    ],
    link: { label: 'Ваша квитанция', url: link },
    why: 'Вы получили это письмо, потому что подали этот вклад.'
  })
}
