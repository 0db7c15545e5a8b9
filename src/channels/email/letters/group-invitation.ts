import type { LetterKind } from '../letter.ts'

export interface GroupInvitationFacts {
  readonly link: string
  readonly group: string
  readonly organisation: string
}

/** For somebody whose address was invited to a group. */
export const groupInvitation: LetterKind<GroupInvitationFacts> = {
  en: ({ link, group, organisation }) => ({
    subject: `You are invited to the group “${group}”`,
    paragraphs: [
      `“${organisation}” invites you to join its group “${group}”. Sign in with this address to see the group and decide.`,
      'If you do not want to join, you need not do anything.'
    ],
    link: { label: 'See the group', url: link },
    why: `You get this letter because somebody of “${organisation}” invited your address.`
  }),
  uk: ({ link, group, organisation }) => ({
    subject: `Вас запрошують до групи «${group}»`,
    paragraphs: [
      `«${organisation}» запрошує вас до своєї групи «${group}». Увійдіть з цією адресою, щоб побачити групу і вирішити.`,
      'Якщо ви не хочете приєднуватися, нічого робити не потрібно.'
    ],
    link: { label: 'Переглянути групу', url: link },
    why: `Ви отримали цей лист, бо хтось із «${organisation}» запросив вашу адресу.`
  }),
  pl: ({ link, group, organisation }) => ({
    subject: `Zaproszenie do grupy „${group}”`,
    paragraphs: [
      `„${organisation}” zaprasza Cię do swojej grupy „${group}”. Zaloguj się tym adresem, aby zobaczyć grupę i zdecydować.`,
      'Jeśli nie chcesz dołączać, nie musisz nic robić.'
    ],
    link: { label: 'Zobacz grupę', url: link },
    why: `Dostajesz tę wiadomość, bo ktoś z „${organisation}” zaprosił Twój adres.`
  }),
  bg: ({ link, group, organisation }) => ({
    subject: `Покана за групата „${group}“`,
    paragraphs: [
      `„${organisation}“ ви кани в своята група „${group}“. Влезте с този адрес, за да видите групата и да решите.`,
      'Ако не искате да се присъедините, не е нужно да правите нищо.'
    ],
    link: { label: 'Вижте групата', url: link },
    why: `Получавате това писмо, защото някой от „${organisation}“ е поканил вашия адрес.`
  }),
  es: ({ link, group, organisation }) => ({
    subject: `Te invitan al grupo «${group}»`,
    paragraphs: [
      `«${organisation}» te invita a unirte a su grupo «${group}». Entra con esta dirección para ver el grupo y decidir.`,
      'Si no quieres unirte, no hace falta que hagas nada.'
    ],
    link: { label: 'Ver el grupo', url: link },
    why: `Recibes este correo porque alguien de «${organisation}» invitó a tu dirección.`
  }),
  ru: ({ link, group, organisation }) => ({
    subject: `Вас приглашают в группу «${group}»`,
    paragraphs: [
      `«${organisation}» приглашает вас в свою группу «${group}». Войдите с этим адресом, чтобы увидеть группу и решить.`,
      'Если вы не хотите вступать, ничего делать не нужно.'
    ],
    link: { label: 'Посмотреть группу', url: link },
    why: `Вы получили это письмо, потому что кто-то из «${organisation}» пригласил ваш адрес.`
  })
}
