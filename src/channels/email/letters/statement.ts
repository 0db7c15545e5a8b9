import type { Language } from '../letter.ts'
import type { ModerationFacts } from './moderation.ts'

/** The statement of reasons in a letter: ground, reason, facts, rule, how far it reaches, who found it, how to contest it. */
export function statementOf(language: Language, told: ModerationFacts): string[] {
  const words = statements[language]
  const line = (label: string, text: string | undefined) => (text ? [`${label}: ${text}`] : [])
  return [
    ...line(words.ground, words.grounds[told.ground ?? 'none']),
    ...line(words.reason, told.reason),
    ...line(words.facts, told.facts),
    ...line(words.rule, told.rule),
    ...line(words.scope, told.scope),
    ...(told.foundBy && told.foundBy in words.foundBy ? [words.foundBy[told.foundBy]!] : []),
    words.contest
  ]
}

interface Words {
  readonly ground: string
  readonly grounds: Readonly<Record<string, string>>
  readonly reason: string
  readonly facts: string
  readonly rule: string
  readonly scope: string
  readonly foundBy: Readonly<Record<string, string>>
  readonly contest: string
}

const statements: Readonly<Record<Language, Words>> = {
  en: {
    ground: 'Ground',
    grounds: {
      spam: 'advertising or spam',
      abuse: 'insults or threatens',
      illegal: 'breaks the law',
      private: 'names private things',
      'off-topic': 'is about something else',
      duplicate: 'is there already',
      other: 'another ground'
    },
    reason: 'The reason given',
    facts: 'What it rests on',
    rule: 'Rule or law',
    scope: 'How far it reaches',
    foundBy: {
      person: 'A moderator came across it. A person decided.',
      flag: 'Somebody who read it flagged it. A person decided.',
      program: 'A program asked for a look at it. A person decided.'
    },
    contest:
      'If you think this is wrong, you can contest it once, at the link: another moderator will look at it.'
  },
  uk: {
    ground: 'Підстава',
    grounds: {
      spam: 'реклама або спам',
      abuse: 'ображає або погрожує',
      illegal: 'порушує закон',
      private: 'розголошує приватне',
      'off-topic': 'про інше',
      duplicate: 'таке вже є',
      other: 'інша підстава'
    },
    reason: 'Указана причина',
    facts: 'На чому ґрунтується',
    rule: 'Правило або закон',
    scope: 'На що поширюється',
    foundBy: {
      person: 'На це натрапив модератор. Вирішувала людина.',
      flag: 'Поскаржився хтось із тих, хто читав. Вирішувала людина.',
      program: 'Переглянути це попросила програма. Вирішувала людина.'
    },
    contest:
      'Якщо ви вважаєте це помилкою, оскаржте рішення за посиланням, один раз: погляне інший модератор.'
  },
  pl: {
    ground: 'Podstawa',
    grounds: {
      spam: 'reklama lub spam',
      abuse: 'obraża lub grozi',
      illegal: 'łamie prawo',
      private: 'ujawnia prywatne sprawy',
      'off-topic': 'jest o czymś innym',
      duplicate: 'już to jest',
      other: 'inna podstawa'
    },
    reason: 'Podany powód',
    facts: 'Na czym się opiera',
    rule: 'Zasada lub prawo',
    scope: 'Jak daleko sięga',
    foundBy: {
      person: 'Moderator sam na to trafił. Decydował człowiek.',
      flag: 'Zgłosił to ktoś z czytających. Decydował człowiek.',
      program: 'O obejrzenie poprosił program. Decydował człowiek.'
    },
    contest: 'Jeśli to błąd, odwołaj się pod linkiem; można to zrobić raz. Sprawdzi to inny moderator.'
  },
  bg: {
    ground: 'Основание',
    grounds: {
      spam: 'реклама или спам',
      abuse: 'обижда или заплашва',
      illegal: 'нарушава закона',
      private: 'разкрива лични неща',
      'off-topic': 'отнася се за друго',
      duplicate: 'вече го има',
      other: 'друго основание'
    },
    reason: 'Посочена причина',
    facts: 'На какво се опира',
    rule: 'Правило или закон',
    scope: 'Докъде се простира',
    foundBy: {
      person: 'Модератор го забеляза. Реши човек.',
      flag: 'Сигнализира някой от четящите. Реши човек.',
      program: 'Програма помоли да се погледне. Реши човек.'
    },
    contest: 'Ако смятате, че е грешка, обжалвайте веднъж на връзката: ще погледне друг модератор.'
  },
  es: {
    ground: 'Motivo',
    grounds: {
      spam: 'publicidad o spam',
      abuse: 'insulta o amenaza',
      illegal: 'incumple la ley',
      private: 'revela cosas privadas',
      'off-topic': 'trata de otra cosa',
      duplicate: 'ya está',
      other: 'otro motivo'
    },
    reason: 'Explicación',
    facts: 'En qué se basa',
    rule: 'Regla o ley',
    scope: 'Hasta dónde llega',
    foundBy: {
      person: 'Lo vio alguien de la moderación. Decidió una persona.',
      flag: 'Lo señaló alguien que lo leyó. Decidió una persona.',
      program: 'Un programa pidió que se mirara. Decidió una persona.'
    },
    contest:
      'Si crees que es un error, puedes recurrir una vez, en el enlace: lo mirará otra persona de la moderación.'
  },
  ru: {
    ground: 'Основание',
    grounds: {
      spam: 'реклама или спам',
      abuse: 'оскорбляет или угрожает',
      illegal: 'нарушает закон',
      private: 'разглашает личное',
      'off-topic': 'о другом',
      duplicate: 'такое уже есть',
      other: 'другое основание'
    },
    reason: 'Указанная причина',
    facts: 'На чём основано',
    rule: 'Правило или закон',
    scope: 'На что распространяется',
    foundBy: {
      person: 'На это наткнулся модератор. Решал человек.',
      flag: 'Пожаловался кто-то из читавших. Решал человек.',
      program: 'Посмотреть попросила программа. Решал человек.'
    },
    contest:
      'Если вы считаете это ошибкой, обжалуйте решение по ссылке, один раз: посмотрит другой модератор.'
  }
}
