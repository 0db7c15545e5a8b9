import type { LetterKind } from '../letter.ts'
import type { ModerationFacts } from './moderation.ts'

/** For whoever wrote a comment that a moderator took off. */
export const commentHidden: LetterKind<ModerationFacts> = {
  en: ({ question, title, reason, link }) => ({
    subject: `Your comment was taken off: ${title}`,
    paragraphs: [
      `A moderator has taken your comment on “${title}”, in the call “${question}”, off the page.`,
      `The reason given: ${reason}`
    ],
    link: { label: 'See what it was about', url: link },
    why: 'You get this letter because the comment is yours.'
  }),
  uk: ({ question, title, reason, link }) => ({
    subject: `Ваш коментар знято: ${title}`,
    paragraphs: [
      `Модератор зняв зі сторінки ваш коментар до «${title}» у зверненні «${question}».`,
      `Указана причина: ${reason}`
    ],
    link: { label: 'Переглянути, чого він стосувався', url: link },
    why: 'Ви отримали цей лист, бо коментар ваш.'
  }),
  pl: ({ question, title, reason, link }) => ({
    subject: `Zdjęto Twój komentarz: ${title}`,
    paragraphs: [
      `Moderator zdjął ze strony Twój komentarz do „${title}” w naborze „${question}”.`,
      `Podany powód: ${reason}`
    ],
    link: { label: 'Zobacz, czego dotyczył', url: link },
    why: 'Dostajesz tę wiadomość, bo komentarz pochodzi od Ciebie.'
  }),
  bg: ({ question, title, reason, link }) => ({
    subject: `Коментарът ви е свален: ${title}`,
    paragraphs: [
      `Модератор свали от страницата коментара ви към „${title}“ в поканата „${question}“.`,
      `Посочена причина: ${reason}`
    ],
    link: { label: 'Вижте за какво се отнасяше', url: link },
    why: 'Получавате това писмо, защото коментарът е ваш.'
  }),
  es: ({ question, title, reason, link }) => ({
    subject: `Tu comentario ha sido retirado: ${title}`,
    paragraphs: [
      `La moderación ha retirado de la página tu comentario sobre «${title}», en la convocatoria «${question}».`,
      `Explicación: ${reason}`
    ],
    link: { label: 'Ver a qué se refería', url: link },
    why: 'Recibes este correo porque el comentario es tuyo.'
  }),
  ru: ({ question, title, reason, link }) => ({
    subject: `Ваш комментарий снят: ${title}`,
    paragraphs: [
      `Модератор снял со страницы ваш комментарий к «${title}» в обращении «${question}».`,
      `Указанная причина: ${reason}`
    ],
    link: { label: 'Посмотреть, к чему он относился', url: link },
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
