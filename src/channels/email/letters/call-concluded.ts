import type { LetterKind } from '../letter.ts'

export interface ConcludedFacts {
  readonly question: string
  readonly organisation: string
  readonly link: string
}

/** For everybody who took part, left an address and wants to hear how calls end. */
export const callConcluded: LetterKind<ConcludedFacts> = {
  en: ({ question, organisation, link }) => ({
    subject: `Concluded: ${question}`,
    paragraphs: [
      `“${organisation}” has concluded the call “${question}”, in which you took part.`,
      'By the link you find the result, how it was counted, and what the organisation says to it. Anyone can recount it.'
    ],
    link: { label: 'See the result', url: link },
    why: 'You get this letter, once, because you took part in this call. On your page you can turn such letters off.'
  }),
  uk: ({ question, organisation, link }) => ({
    subject: `Підсумовано: ${question}`,
    paragraphs: [
      `«${organisation}» підсумовує звернення «${question}», у якому ви брали участь.`,
      'За посиланням — результат, як його пораховано і що на це каже організація. Перерахувати може кожен.'
    ],
    link: { label: 'Переглянути результат', url: link },
    why: 'Ви отримали цей лист, один-єдиний, бо брали участь у цьому зверненні. На своїй сторінці ви можете відмовитися від таких листів.'
  }),
  pl: ({ question, organisation, link }) => ({
    subject: `Podsumowano: ${question}`,
    paragraphs: [
      `„${organisation}” podsumowuje nabór „${question}”, w którym był Twój udział.`,
      'Pod linkiem jest wynik, sposób liczenia i to, co mówi na to organizacja. Przeliczyć może każdy.'
    ],
    link: { label: 'Zobacz wynik', url: link },
    why: 'Dostajesz tę jedną wiadomość, bo w tym naborze był Twój udział. Na swojej stronie możesz wyłączyć takie wiadomości.'
  }),
  bg: ({ question, organisation, link }) => ({
    subject: `Приключи: ${question}`,
    paragraphs: [
      `„${organisation}“ приключи поканата „${question}“, в която участвахте.`,
      'На връзката са резултатът, как е преброен и какво казва организацията. Всеки може да го преброи отново.'
    ],
    link: { label: 'Вижте резултата', url: link },
    why: 'Получавате това писмо, само веднъж, защото участвахте в тази покана. На своята страница можете да се откажете от такива писма.'
  }),
  es: ({ question, organisation, link }) => ({
    subject: `Concluida: ${question}`,
    paragraphs: [
      `«${organisation}» ha concluido la convocatoria «${question}», en la que participaste.`,
      'En el enlace encontrarás el resultado, cómo se contó y qué responde la organización. Cualquiera puede volver a contarlo.'
    ],
    link: { label: 'Ver el resultado', url: link },
    why: 'Recibes este correo, una sola vez, porque participaste en esta convocatoria. En tu página puedes desactivar estos correos.'
  }),
  ru: ({ question, organisation, link }) => ({
    subject: `Завершено: ${question}`,
    paragraphs: [
      `«${organisation}» завершает обращение «${question}», в котором вы участвовали.`,
      'По ссылке — результат, как он посчитан и что на это говорит организация. Пересчитать может каждый.'
    ],
    link: { label: 'Посмотреть результат', url: link },
    why: 'Вы получили это письмо, одно-единственное, потому что участвовали в этом обращении. На своей странице вы можете отказаться от таких писем.'
  })
}
