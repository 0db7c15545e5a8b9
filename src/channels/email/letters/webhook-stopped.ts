import type { LetterKind } from '../letter.ts'

export interface WebhookFacts {
  readonly organisation: string
  /** Where the webhook sends to. */
  readonly url: string
  /** How often in a row it failed. */
  readonly failures: number
  /** What the last try ended with. */
  readonly answer: string
  readonly link: string
}

/** For the owners of an organisation whose webhook was stopped because nobody answered it. */
export const webhookStopped: LetterKind<WebhookFacts> = {
  en: ({ organisation, url, failures, answer, link }) => ({
    subject: `Webhook stopped: ${url}`,
    paragraphs: [
      `The webhook of “${organisation}” to ${url} has been stopped. It could not deliver ${failures} times in a row; the last time: ${answer}.`,
      'Nothing more is sent there. When the address works again, make the webhook anew.'
    ],
    link: { label: 'The organisation’s webhooks', url: link },
    why: 'You get this letter because you are an owner of this organisation.'
  }),
  uk: ({ organisation, url, failures, answer, link }) => ({
    subject: `Вебгук зупинено: ${url}`,
    paragraphs: [
      `Вебгук організації «${organisation}» на ${url} зупинено. Доставка не вдалася поспіль ось скільки разів: ${failures}. Останній раз: ${answer}.`,
      'Туди більше нічого не надсилається. Коли адреса запрацює, створіть вебгук знову.'
    ],
    link: { label: 'Вебгуки організації', url: link },
    why: 'Ви отримали цей лист, бо ви власник цієї організації.'
  }),
  pl: ({ organisation, url, failures, answer, link }) => ({
    subject: `Webhook zatrzymany: ${url}`,
    paragraphs: [
      `Webhook organizacji „${organisation}” na ${url} został zatrzymany. Liczba nieudanych prób z rzędu: ${failures}; ostatnia: ${answer}.`,
      'Nic więcej nie jest tam wysyłane. Gdy adres znów zadziała, utwórz webhook od nowa.'
    ],
    link: { label: 'Webhooki organizacji', url: link },
    why: 'Dostajesz tę wiadomość, bo należysz do właścicieli tej organizacji.'
  }),
  bg: ({ organisation, url, failures, answer, link }) => ({
    subject: `Уебхукът е спрян: ${url}`,
    paragraphs: [
      `Уебхукът на „${organisation}“ към ${url} е спрян. Поредни неуспешни опити: ${failures}; последният: ${answer}.`,
      'Там не се изпраща нищо повече. Когато адресът заработи, създайте уебхука отново.'
    ],
    link: { label: 'Уебхукове на организацията', url: link },
    why: 'Получавате това писмо, защото сте собственик на тази организация.'
  }),
  es: ({ organisation, url, failures, answer, link }) => ({
    subject: `Webhook detenido: ${url}`,
    paragraphs: [
      `El webhook de «${organisation}» a ${url} se ha detenido. Intentos fallidos seguidos: ${failures}; el último: ${answer}.`,
      'Ya no se envía nada allí. Cuando la dirección vuelva a funcionar, crea el webhook de nuevo.'
    ],
    link: { label: 'Webhooks de la organización', url: link },
    why: 'Recibes este correo porque tienes la función de propietario en esta organización.'
  }),
  ru: ({ organisation, url, failures, answer, link }) => ({
    subject: `Вебхук остановлен: ${url}`,
    paragraphs: [
      `Вебхук организации «${organisation}» на ${url} остановлен. Неудачных попыток подряд: ${failures}; последняя: ${answer}.`,
      'Туда больше ничего не отправляется. Когда адрес заработает, создайте вебхук заново.'
    ],
    link: { label: 'Вебхуки организации', url: link },
    why: 'Вы получили это письмо, потому что вы владелец этой организации.'
  })
}
