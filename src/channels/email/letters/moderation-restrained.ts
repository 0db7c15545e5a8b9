import type { Language, LetterKind } from '../letter.ts'
import type { ModerationFacts } from './moderation.ts'
import { statementOf } from './statement.ts'

interface Words {
  subject(title: string): string
  what(facts: ModerationFacts): string
  readonly label: string
  readonly why: string
}

const letterOf = (words: Readonly<Record<Language, Words>>): LetterKind<ModerationFacts> => {
  const one = (language: Language) => (facts: ModerationFacts) => {
    const { subject, what, label, why } = words[language]
    return {
      subject: subject(facts.title),
      paragraphs: [what(facts), ...statementOf(language, facts)],
      link: { label, url: facts.link },
      why
    }
  }
  return { en: one('en'), uk: one('uk'), pl: one('pl'), bg: one('bg'), es: one('es'), ru: one('ru') }
}

const why = {
  en: 'You get this letter because the contribution is yours.',
  uk: 'Ви отримали цей лист, бо внесок ваш.',
  pl: 'Dostajesz tę wiadomość, bo zgłoszenie pochodzi od Ciebie.',
  bg: 'Получавате това писмо, защото приносът е ваш.',
  es: 'Recibes este correo porque la aportación es tuya.',
  ru: 'Вы получили это письмо, потому что вклад ваш.'
} as const

const label = {
  en: 'See the decision',
  uk: 'Переглянути рішення',
  pl: 'Zobacz decyzję',
  bg: 'Вижте решението',
  es: 'Ver la decisión',
  ru: 'Посмотреть решение'
} as const

const common = (language: Language) => ({ label: label[language], why: why[language] })

/** For an author who is asked for a new version. */
export const contributionToRevise = letterOf({
  en: {
    subject: title => `Please revise: ${title}`,
    what: ({ title, question }) =>
      `A moderator asks you to revise your contribution “${title}” to the call “${question}”. Until then only you and the moderators see it; your new version is looked at and then shown.`,
    ...common('en')
  },
  uk: {
    subject: title => `Просимо доопрацювати: ${title}`,
    what: ({ title, question }) =>
      `Модератор просить доопрацювати ваш внесок «${title}» до звернення «${question}». Доти його бачите лише ви та модератори; нову версію переглянуть і тоді покажуть.`,
    ...common('uk')
  },
  pl: {
    subject: title => `Prosimy o poprawki: ${title}`,
    what: ({ title, question }) =>
      `Moderator prosi o poprawienie Twojego zgłoszenia „${title}” w naborze „${question}”. Do tego czasu widzisz je tylko Ty i moderatorzy; nowa wersja zostanie obejrzana, a potem pokazana.`,
    ...common('pl')
  },
  bg: {
    subject: title => `Моля, преработете: ${title}`,
    what: ({ title, question }) =>
      `Модератор ви моли да преработите приноса си „${title}“ към поканата „${question}“. Дотогава го виждате само вие и модераторите; новата версия се преглежда и после се показва.`,
    ...common('bg')
  },
  es: {
    subject: title => `Te pedimos una nueva versión: ${title}`,
    what: ({ title, question }) =>
      `La moderación te pide que revises tu aportación «${title}» a la convocatoria «${question}». Hasta entonces solo la veis tú y la moderación; tu nueva versión se mirará y después se mostrará.`,
    ...common('es')
  },
  ru: {
    subject: title => `Просим доработать: ${title}`,
    what: ({ title, question }) =>
      `Модератор просит доработать ваш вклад «${title}» в обращении «${question}». До тех пор его видите только вы и модераторы; новую версию посмотрят и затем покажут.`,
    ...common('ru')
  }
})

/** For an author whose contribution can be read at its address alone. */
export const contributionRestricted = letterOf({
  en: {
    subject: title => `Restricted: ${title}`,
    what: ({ title, question }) =>
      `A moderator has restricted your contribution “${title}” to the call “${question}”: it can be read at its address behind a note, it is in no list, and nobody can respond to it or comment on it. It stays counted.`,
    ...common('en')
  },
  uk: {
    subject: title => `Обмежено: ${title}`,
    what: ({ title, question }) =>
      `Модератор обмежив ваш внесок «${title}» до звернення «${question}»: його можна прочитати за адресою під приміткою, його немає в списках, і ніхто не може на нього відгукнутися чи його прокоментувати. Він лишається порахованим.`,
    ...common('uk')
  },
  pl: {
    subject: title => `Ograniczono: ${title}`,
    what: ({ title, question }) =>
      `Moderator ograniczył Twoje zgłoszenie „${title}” w naborze „${question}”: można je przeczytać pod jego adresem z adnotacją, nie ma go na listach i nikt nie może na nie zareagować ani go komentować. Nadal jest liczone.`,
    ...common('pl')
  },
  bg: {
    subject: title => `Ограничено: ${title}`,
    what: ({ title, question }) =>
      `Модератор ограничи приноса ви „${title}“ към поканата „${question}“: може да се прочете на адреса си под бележка, няма го в списъците и никой не може да отговори или да го коментира. Остава преброен.`,
    ...common('bg')
  },
  es: {
    subject: title => `Restringida: ${title}`,
    what: ({ title, question }) =>
      `La moderación ha restringido tu aportación «${title}» a la convocatoria «${question}»: se puede leer en su dirección tras una nota, no está en las listas y nadie puede responder ni comentar. Sigue contando.`,
    ...common('es')
  },
  ru: {
    subject: title => `Ограничено: ${title}`,
    what: ({ title, question }) =>
      `Модератор ограничил ваш вклад «${title}» в обращении «${question}»: его можно прочитать по адресу под примечанием, его нет в списках, и никто не может откликнуться или комментировать. Он остаётся учтённым.`,
    ...common('ru')
  }
})

/** For an author whose contribution stands elsewhere now. */
export const contributionMoved = letterOf({
  en: {
    subject: title => `Moved: ${title}`,
    what: ({ title, question }) =>
      `A moderator has moved your contribution “${title}” to a place in the call “${question}” where it fits better. Everybody sees it there.`,
    ...common('en')
  },
  uk: {
    subject: title => `Перенесено: ${title}`,
    what: ({ title, question }) =>
      `Модератор переніс ваш внесок «${title}» туди, де він краще пасує у зверненні «${question}». Там його бачать усі.`,
    ...common('uk')
  },
  pl: {
    subject: title => `Przeniesiono: ${title}`,
    what: ({ title, question }) =>
      `Moderator przeniósł Twoje zgłoszenie „${title}” w naborze „${question}” tam, gdzie lepiej pasuje. Wszyscy je tam widzą.`,
    ...common('pl')
  },
  bg: {
    subject: title => `Преместено: ${title}`,
    what: ({ title, question }) =>
      `Модератор премести приноса ви „${title}“ на по-подходящо място в поканата „${question}“. Там го виждат всички.`,
    ...common('bg')
  },
  es: {
    subject: title => `Cambiada de sitio: ${title}`,
    what: ({ title, question }) =>
      `La moderación ha llevado tu aportación «${title}» a un lugar de la convocatoria «${question}» donde encaja mejor. Allí la ve todo el mundo.`,
    ...common('es')
  },
  ru: {
    subject: title => `Перенесено: ${title}`,
    what: ({ title, question }) =>
      `Модератор перенёс ваш вклад «${title}» туда, где он уместнее в обращении «${question}». Там его видят все.`,
    ...common('ru')
  }
})
