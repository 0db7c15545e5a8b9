import { duration } from '../letter.ts'
import type { LetterKind } from '../letter.ts'
import type { LinkFacts } from './sign-in.ts'

/** For a guest who wants to keep what was handed in without an account. */
export const claim: LetterKind<LinkFacts> = {
  en: ({ link, minutes }) => ({
    subject: 'Keep what you contributed',
    paragraphs: [
      'You took part as a guest. Open the link and press the button there: what you handed in and supported is linked to your account, and you are signed in.',
      `The link works once, within ${duration('en', 'minute', minutes)}. Nothing you wrote is changed by it.`
    ],
    link: { label: 'Link it to my account', url: link },
    why: 'You get this letter because a guest typed your address to keep their contributions.'
  }),
  uk: ({ link, minutes }) => ({
    subject: 'Збережіть за собою свій внесок',
    paragraphs: [
      'Ви брали участь як гість. Відкрийте посилання й натисніть там кнопку: усе, що ви подали й підтримали, буде пов’язано з вашим обліковим записом, і ви увійдете.',
      `Посилання діє один раз, протягом ${duration('uk', 'minute', minutes)}. Написане вами при цьому не змінюється.`
    ],
    link: { label: 'Пов’язати з моїм обліковим записом', url: link },
    why: 'Ви отримали цей лист, бо гість вказав вашу адресу, щоб зберегти за собою свій внесок.'
  }),
  pl: ({ link, minutes }) => ({
    subject: 'Zachowaj swoje zgłoszenia',
    paragraphs: [
      'Twój udział był bez konta, w roli gościa. Otwórz link i naciśnij tam przycisk: Twoje zgłoszenia i poparcia zostaną powiązane z Twoim kontem i od razu się zalogujesz.',
      `Link działa jeden raz, przez ${duration('pl', 'minute', minutes)}. Niczego w Twoich tekstach nie zmienia.`
    ],
    link: { label: 'Powiąż z moim kontem', url: link },
    why: 'Dostajesz tę wiadomość, bo gość podał Twój adres, aby zachować swoje zgłoszenia.'
  }),
  bg: ({ link, minutes }) => ({
    subject: 'Запазете своя принос',
    paragraphs: [
      'Участвахте като гост. Отворете връзката и натиснете бутона там: всичко, което сте подали и подкрепили, се свързва с профила ви и вие влизате.',
      `Връзката действа веднъж, в рамките на ${duration('bg', 'minute', minutes)}. Написаното от вас не се променя.`
    ],
    link: { label: 'Свързване с моя профил', url: link },
    why: 'Получавате това писмо, защото гост е посочил вашия адрес, за да запази приноса си.'
  }),
  es: ({ link, minutes }) => ({
    subject: 'Conserva lo que aportaste',
    paragraphs: [
      'Participaste como invitado. Abre el enlace y pulsa allí el botón: lo que aportaste y apoyaste queda vinculado a tu cuenta, y entras en ella.',
      `El enlace sirve una sola vez, durante ${duration('es', 'minute', minutes)}. No cambia nada de lo que escribiste.`
    ],
    link: { label: 'Vincular a mi cuenta', url: link },
    why: 'Recibes este correo porque un invitado escribió tu dirección para conservar lo que aportó.'
  }),
  ru: ({ link, minutes }) => ({
    subject: 'Сохраните за собой свой вклад',
    paragraphs: [
      'Вы участвовали как гость. Откройте ссылку и нажмите там кнопку: всё, что вы подали и поддержали, будет связано с вашей учётной записью, и вы войдёте.',
      `Ссылка действует один раз, в течение ${duration('ru', 'minute', minutes)}. Написанное вами при этом не меняется.`
    ],
    link: { label: 'Связать с моей учётной записью', url: link },
    why: 'Вы получили это письмо, потому что гость указал ваш адрес, чтобы сохранить за собой свой вклад.'
  })
}
