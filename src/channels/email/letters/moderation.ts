import type { LetterKind } from '../letter.ts'
import { statementOf } from './statement.ts'

export interface ModerationFacts {
  readonly question: string
  readonly title: string
  readonly ground?: string
  /** The moderator's own words. */
  readonly reason: string
  /** The rest of the statement of reasons; each may be empty. */
  readonly scope?: string
  readonly facts?: string
  readonly rule?: string
  /** `person`, `flag` or `program`. */
  readonly foundBy?: string
  readonly link: string
}

/** For an author whose contribution a moderator took off. */
export const contributionHidden: LetterKind<ModerationFacts> = {
  en: told => ({
    subject: `Taken off: ${told.title}`,
    paragraphs: [
      `A moderator has taken your contribution “${told.title}” to the call “${told.question}” off the page.`,
      ...statementOf('en', told)
    ],
    link: { label: 'See the decision', url: told.link },
    why: 'You get this letter because the contribution is yours.'
  }),
  uk: told => ({
    subject: `Знято зі сторінки: ${told.title}`,
    paragraphs: [
      `Модератор зняв зі сторінки ваш внесок «${told.title}» до звернення «${told.question}».`,
      ...statementOf('uk', told)
    ],
    link: { label: 'Переглянути рішення', url: told.link },
    why: 'Ви отримали цей лист, бо внесок ваш.'
  }),
  pl: told => ({
    subject: `Zdjęto ze strony: ${told.title}`,
    paragraphs: [
      `Moderator zdjął ze strony Twoje zgłoszenie „${told.title}” w naborze „${told.question}”.`,
      ...statementOf('pl', told)
    ],
    link: { label: 'Zobacz decyzję', url: told.link },
    why: 'Dostajesz tę wiadomość, bo zgłoszenie pochodzi od Ciebie.'
  }),
  bg: told => ({
    subject: `Свалено от страницата: ${told.title}`,
    paragraphs: [
      `Модератор свали от страницата вашия принос „${told.title}“ към поканата „${told.question}“.`,
      ...statementOf('bg', told)
    ],
    link: { label: 'Вижте решението', url: told.link },
    why: 'Получавате това писмо, защото приносът е ваш.'
  }),
  es: told => ({
    subject: `Retirada de la página: ${told.title}`,
    paragraphs: [
      `La moderación ha retirado de la página tu aportación «${told.title}» a la convocatoria «${told.question}».`,
      ...statementOf('es', told)
    ],
    link: { label: 'Ver la decisión', url: told.link },
    why: 'Recibes este correo porque la aportación es tuya.'
  }),
  ru: told => ({
    subject: `Снято со страницы: ${told.title}`,
    paragraphs: [
      `Модератор снял со страницы ваш вклад «${told.title}» в обращении «${told.question}».`,
      ...statementOf('ru', told)
    ],
    link: { label: 'Посмотреть решение', url: told.link },
    why: 'Вы получили это письмо, потому что вклад ваш.'
  })
}

/** For an author whose contribution a moderator let through, or put back. */
export const contributionPublished: LetterKind<ModerationFacts> = {
  en: ({ question, title, reason, link }) => ({
    subject: `Published: ${title}`,
    paragraphs: [
      `Your contribution “${title}” to the call “${question}” can now be seen by everybody.`,
      ...said(reason, 'The moderator says')
    ],
    link: { label: 'See it', url: link },
    why: 'You get this letter because the contribution is yours.'
  }),
  uk: ({ question, title, reason, link }) => ({
    subject: `Опубліковано: ${title}`,
    paragraphs: [
      `Ваш внесок «${title}» до звернення «${question}» тепер бачать усі.`,
      ...said(reason, 'Слова модератора')
    ],
    link: { label: 'Переглянути', url: link },
    why: 'Ви отримали цей лист, бо внесок ваш.'
  }),
  pl: ({ question, title, reason, link }) => ({
    subject: `Opublikowano: ${title}`,
    paragraphs: [
      `Twoje zgłoszenie „${title}” w naborze „${question}” widzą teraz wszyscy.`,
      ...said(reason, 'Słowa moderatora')
    ],
    link: { label: 'Zobacz', url: link },
    why: 'Dostajesz tę wiadomość, bo zgłoszenie pochodzi od Ciebie.'
  }),
  bg: ({ question, title, reason, link }) => ({
    subject: `Публикувано: ${title}`,
    paragraphs: [
      `Вашият принос „${title}“ към поканата „${question}“ вече се вижда от всички.`,
      ...said(reason, 'Думите на модератора')
    ],
    link: { label: 'Вижте го', url: link },
    why: 'Получавате това писмо, защото приносът е ваш.'
  }),
  es: ({ question, title, reason, link }) => ({
    subject: `Publicada: ${title}`,
    paragraphs: [
      `Ahora todo el mundo puede ver tu aportación «${title}» a la convocatoria «${question}».`,
      ...said(reason, 'Palabras de la moderación')
    ],
    link: { label: 'Verla', url: link },
    why: 'Recibes este correo porque la aportación es tuya.'
  }),
  ru: ({ question, title, reason, link }) => ({
    subject: `Опубликовано: ${title}`,
    paragraphs: [
      `Ваш вклад «${title}» в обращении «${question}» теперь видят все.`,
      ...said(reason, 'Слова модератора')
    ],
    link: { label: 'Посмотреть', url: link },
    why: 'Вы получили это письмо, потому что вклад ваш.'
  })
}

const said = (reason: string, introduction: string): string[] =>
  reason ? [`${introduction}: ${reason}`] : []
