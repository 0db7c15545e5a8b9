import type { LetterKind } from '../letter.ts'

export interface ModerationFacts {
  readonly question: string
  readonly title: string
  /** The moderator's own words. */
  readonly reason: string
  readonly link: string
}

/** For an author whose contribution a moderator took off. */
export const contributionHidden: LetterKind<ModerationFacts> = {
  en: ({ question, title, reason, link }) => ({
    subject: `Taken off: ${title}`,
    paragraphs: [
      `A moderator has taken your contribution “${title}” to the call “${question}” off the page.`,
      `The reason given: ${reason}`,
      'The decision stands in the public record. The link shows it in full. To ask for another look, write to the organisation: its imprint says where.'
    ],
    link: { label: 'See the decision', url: link },
    why: 'You get this letter because the contribution is yours.'
  }),
  uk: ({ question, title, reason, link }) => ({
    subject: `Знято зі сторінки: ${title}`,
    paragraphs: [
      `Модератор зняв зі сторінки ваш внесок «${title}» до звернення «${question}».`,
      `Указана причина: ${reason}`,
      'Рішення є у відкритому реєстрі. За посиланням його видно повністю. Щоб попросити переглянути його ще раз, напишіть організації: адреса — в її правовій інформації.'
    ],
    link: { label: 'Переглянути рішення', url: link },
    why: 'Ви отримали цей лист, бо внесок ваш.'
  }),
  pl: ({ question, title, reason, link }) => ({
    subject: `Zdjęto ze strony: ${title}`,
    paragraphs: [
      `Moderator zdjął ze strony Twoje zgłoszenie „${title}” w naborze „${question}”.`,
      `Podany powód: ${reason}`,
      'Decyzja jest zapisana w jawnym rejestrze. Pod linkiem widać ją w całości. Aby poprosić o ponowne sprawdzenie, napisz do organizacji: adres jest w jej nocie prawnej.'
    ],
    link: { label: 'Zobacz decyzję', url: link },
    why: 'Dostajesz tę wiadomość, bo zgłoszenie pochodzi od Ciebie.'
  }),
  bg: ({ question, title, reason, link }) => ({
    subject: `Свалено от страницата: ${title}`,
    paragraphs: [
      `Модератор свали от страницата вашия принос „${title}“ към поканата „${question}“.`,
      `Посочена причина: ${reason}`,
      'Решението е записано в публичния регистър. На връзката то е изцяло. За да поискате нов преглед, пишете на организацията: адресът е в нейната правна информация.'
    ],
    link: { label: 'Вижте решението', url: link },
    why: 'Получавате това писмо, защото приносът е ваш.'
  }),
  es: ({ question, title, reason, link }) => ({
    subject: `Retirada de la página: ${title}`,
    paragraphs: [
      `La moderación ha retirado de la página tu aportación «${title}» a la convocatoria «${question}».`,
      `Explicación: ${reason}`,
      'La decisión consta en el registro público. En el enlace está entera. Para pedir que se revise, escribe a la organización: su dirección está en el aviso legal.'
    ],
    link: { label: 'Ver la decisión', url: link },
    why: 'Recibes este correo porque la aportación es tuya.'
  }),
  ru: ({ question, title, reason, link }) => ({
    subject: `Снято со страницы: ${title}`,
    paragraphs: [
      `Модератор снял со страницы ваш вклад «${title}» в обращении «${question}».`,
      `Указанная причина: ${reason}`,
      'Решение записано в открытом реестре. По ссылке оно видно полностью. Чтобы попросить посмотреть ещё раз, напишите организации: адрес — в её правовой информации.'
    ],
    link: { label: 'Посмотреть решение', url: link },
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
