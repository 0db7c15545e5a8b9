import type { LetterKind } from '../letter.ts'
import type { ModerationFacts } from './moderation.ts'
import { statementOf } from './statement.ts'

/** For whoever wrote a comment that a moderator took off. */
export const commentHidden: LetterKind<ModerationFacts> = {
  en: told => ({
    subject: `Your comment was taken off: ${told.title}`,
    paragraphs: [
      `A moderator has taken your comment on “${told.title}”, in the call “${told.question}”, off the page.`,
      ...statementOf('en', told)
    ],
    link: { label: 'See the decision', url: told.link },
    why: 'You get this letter because the comment is yours.'
  }),
  uk: told => ({
    subject: `Ваш коментар знято: ${told.title}`,
    paragraphs: [
      `Модератор зняв зі сторінки ваш коментар до «${told.title}» у зверненні «${told.question}».`,
      ...statementOf('uk', told)
    ],
    link: { label: 'Переглянути рішення', url: told.link },
    why: 'Ви отримали цей лист, бо коментар ваш.'
  }),
  pl: told => ({
    subject: `Zdjęto Twój komentarz: ${told.title}`,
    paragraphs: [
      `Moderator zdjął ze strony Twój komentarz do „${told.title}” w naborze „${told.question}”.`,
      ...statementOf('pl', told)
    ],
    link: { label: 'Zobacz decyzję', url: told.link },
    why: 'Dostajesz tę wiadomość, bo komentarz pochodzi od Ciebie.'
  }),
  bg: told => ({
    subject: `Коментарът ви е свален: ${told.title}`,
    paragraphs: [
      `Модератор свали от страницата коментара ви към „${told.title}“ в поканата „${told.question}“.`,
      ...statementOf('bg', told)
    ],
    link: { label: 'Вижте решението', url: told.link },
    why: 'Получавате това писмо, защото коментарът е ваш.'
  }),
  es: told => ({
    subject: `Tu comentario ha sido retirado: ${told.title}`,
    paragraphs: [
      `La moderación ha retirado de la página tu comentario sobre «${told.title}», en la convocatoria «${told.question}».`,
      ...statementOf('es', told)
    ],
    link: { label: 'Ver la decisión', url: told.link },
    why: 'Recibes este correo porque el comentario es tuyo.'
  }),
  ru: told => ({
    subject: `Ваш комментарий снят: ${told.title}`,
    paragraphs: [
      `Модератор снял со страницы ваш комментарий к «${told.title}» в обращении «${told.question}».`,
      ...statementOf('ru', told)
    ],
    link: { label: 'Посмотреть решение', url: told.link },
    why: 'Вы получили это письмо, потому что комментарий ваш.'
  })
}

/** For whoever wrote a comment that a moderator let through, or put back. */
export const commentPublished: LetterKind<ModerationFacts> = {
  en: ({ question, title, link }) => ({
    subject: `Your comment is published: ${title}`,
    paragraphs: [`Your comment on “${title}”, in the call “${question}”, can now be seen by everybody.`],
    link: { label: 'See it', url: link },
    why: 'You get this letter because the comment is yours.'
  }),
  uk: ({ question, title, link }) => ({
    subject: `Ваш коментар опубліковано: ${title}`,
    paragraphs: [`Ваш коментар до «${title}» у зверненні «${question}» тепер бачать усі.`],
    link: { label: 'Переглянути', url: link },
    why: 'Ви отримали цей лист, бо коментар ваш.'
  }),
  pl: ({ question, title, link }) => ({
    subject: `Opublikowano Twój komentarz: ${title}`,
    paragraphs: [`Twój komentarz do „${title}” w naborze „${question}” widzą teraz wszyscy.`],
    link: { label: 'Zobacz', url: link },
    why: 'Dostajesz tę wiadomość, bo komentarz pochodzi od Ciebie.'
  }),
  bg: ({ question, title, link }) => ({
    subject: `Коментарът ви е публикуван: ${title}`,
    paragraphs: [`Коментарът ви към „${title}“ в поканата „${question}“ вече се вижда от всички.`],
    link: { label: 'Вижте го', url: link },
    why: 'Получавате това писмо, защото коментарът е ваш.'
  }),
  es: ({ question, title, link }) => ({
    subject: `Tu comentario está publicado: ${title}`,
    paragraphs: [
      `Ahora todo el mundo puede ver tu comentario sobre «${title}», en la convocatoria «${question}».`
    ],
    link: { label: 'Verlo', url: link },
    why: 'Recibes este correo porque el comentario es tuyo.'
  }),
  ru: ({ question, title, link }) => ({
    subject: `Ваш комментарий опубликован: ${title}`,
    paragraphs: [`Ваш комментарий к «${title}» в обращении «${question}» теперь видят все.`],
    link: { label: 'Посмотреть', url: link },
    why: 'Вы получили это письмо, потому что комментарий ваш.'
  })
}
