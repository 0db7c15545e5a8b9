import { duration } from '../letter.ts'
import type { Language, LetterKind } from '../letter.ts'

export interface InvitationFacts {
  readonly link: string
  readonly organisation: string
  readonly role: string
  readonly days: number
}

/** What an invited person becomes, after "as". */
const roleNames: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    owner: 'an owner',
    organiser: 'an organiser',
    moderator: 'a moderator',
    juror: 'a juror',
    analyst: 'an analyst'
  },
  uk: {
    owner: 'власник',
    organiser: 'організатор',
    moderator: 'модератор',
    juror: 'член журі',
    analyst: 'аналітик'
  },
  pl: {
    owner: 'właściciel',
    organiser: 'organizator',
    moderator: 'moderator',
    juror: 'juror',
    analyst: 'analityk'
  },
  bg: {
    owner: 'собственик',
    organiser: 'организатор',
    moderator: 'модератор',
    juror: 'член на журито',
    analyst: 'анализатор'
  },
  es: {
    owner: 'propietario',
    organiser: 'organizador',
    moderator: 'moderador',
    juror: 'miembro del jurado',
    analyst: 'analista'
  },
  ru: {
    owner: 'владелец',
    organiser: 'организатор',
    moderator: 'модератор',
    juror: 'член жюри',
    analyst: 'аналитик'
  }
}

const nameOf = (language: Language, role: string): string => roleNames[language][role] ?? role

/** For a colleague invited to a role. */
export const invitation: LetterKind<InvitationFacts> = {
  en: ({ link, organisation, role, days }) => ({
    subject: `${organisation} invites you`,
    paragraphs: [
      `“${organisation}” invites you to work with them as ${nameOf('en', role)}. Open the link to see the invitation and accept it.`,
      `It holds for ${duration('en', 'day', days)}. Whoever has this letter can accept, so keep it to yourself.`
    ],
    link: { label: 'See the invitation', url: link },
    why: `You get this letter because somebody of “${organisation}” invited your address.`
  }),
  uk: ({ link, organisation, role, days }) => ({
    subject: `${organisation} запрошує вас`,
    paragraphs: [
      `«${organisation}» запрошує вас до співпраці. Ваша роль: ${nameOf('uk', role)}. Відкрийте посилання, щоб побачити запрошення і прийняти його.`,
      `Строк його дії: ${duration('uk', 'day', days)}. Прийняти його може кожен, хто має цей лист, тож нікому його не передавайте.`
    ],
    link: { label: 'Переглянути запрошення', url: link },
    why: `Ви отримали цей лист, бо хтось із «${organisation}» запросив вашу адресу.`
  }),
  pl: ({ link, organisation, role, days }) => ({
    subject: `${organisation} zaprasza Cię`,
    paragraphs: [
      `„${organisation}” zaprasza Cię do współpracy. Twoja rola: ${nameOf('pl', role)}. Otwórz link, aby zobaczyć zaproszenie i je przyjąć.`,
      `Termin ważności: ${duration('pl', 'day', days)}. Może je przyjąć każdy, kto ma tę wiadomość, więc nie przekazuj jej dalej.`
    ],
    link: { label: 'Zobacz zaproszenie', url: link },
    why: `Dostajesz tę wiadomość, bo ktoś z „${organisation}” zaprosił Twój adres.`
  }),
  bg: ({ link, organisation, role, days }) => ({
    subject: `${organisation} ви кани`,
    paragraphs: [
      `„${organisation}“ ви кани да работите заедно. Вашата роля: ${nameOf('bg', role)}. Отворете връзката, за да видите поканата и да я приемете.`,
      `Срок на валидност: ${duration('bg', 'day', days)}. Може да я приеме всеки, който има това писмо, затова не го давайте на други.`
    ],
    link: { label: 'Вижте поканата', url: link },
    why: `Получавате това писмо, защото някой от „${organisation}“ е поканил вашия адрес.`
  }),
  es: ({ link, organisation, role, days }) => ({
    subject: `${organisation} te invita`,
    paragraphs: [
      `«${organisation}» te invita a colaborar. Tu función: ${nameOf('es', role)}. Abre el enlace para ver la invitación y aceptarla.`,
      `Plazo para aceptarla: ${duration('es', 'day', days)}. Puede aceptarla quien tenga este correo, así que no lo compartas.`
    ],
    link: { label: 'Ver la invitación', url: link },
    why: `Recibes este correo porque alguien de «${organisation}» invitó a tu dirección.`
  }),
  ru: ({ link, organisation, role, days }) => ({
    subject: `${organisation} приглашает вас`,
    paragraphs: [
      `«${organisation}» приглашает вас к сотрудничеству. Ваша роль: ${nameOf('ru', role)}. Откройте ссылку, чтобы увидеть приглашение и принять его.`,
      `Срок действия: ${duration('ru', 'day', days)}. Принять его может каждый, у кого есть это письмо, поэтому никому его не передавайте.`
    ],
    link: { label: 'Посмотреть приглашение', url: link },
    why: `Вы получили это письмо, потому что кто-то из «${organisation}» пригласил ваш адрес.`
  })
}
