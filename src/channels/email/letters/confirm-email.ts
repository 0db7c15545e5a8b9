import { duration } from '../letter.ts'
import type { LetterKind } from '../letter.ts'
import type { LinkFacts } from './sign-in.ts'

/** For an address without an account: opening the link makes one. */
export const confirmEmail: LetterKind<LinkFacts> = {
  en: ({ link, minutes }) => ({
    subject: 'Confirm your address',
    paragraphs: [
      'You have no account here yet. Open the link and press the button there: your address is confirmed, your account is made and you are signed in.',
      `The link works once, within ${duration('en', 'minute', minutes)}. If it was not you who asked, do nothing: nothing is made.`
    ],
    link: { label: 'Confirm the address', url: link },
    why: 'You get this letter because somebody typed your address to take part.'
  }),
  uk: ({ link, minutes }) => ({
    subject: 'Підтвердьте свою адресу',
    paragraphs: [
      'У вас тут іще немає облікового запису. Відкрийте посилання й натисніть там кнопку: адресу буде підтверджено, обліковий запис створено, і ви увійдете.',
      `Посилання діє один раз, протягом ${duration('uk', 'minute', minutes)}. Якщо ви про це не просили, нічого не робіть: нічого не буде створено.`
    ],
    link: { label: 'Підтвердити адресу', url: link },
    why: 'Ви отримали цей лист, бо хтось вказав вашу адресу, щоб узяти участь.'
  }),
  pl: ({ link, minutes }) => ({
    subject: 'Potwierdź swój adres',
    paragraphs: [
      'Nie masz tu jeszcze konta. Otwórz link i naciśnij tam przycisk: adres zostanie potwierdzony, konto założone i od razu się zalogujesz.',
      `Link działa jeden raz, przez ${duration('pl', 'minute', minutes)}. Jeśli to nie Ty, nic nie rób: nic nie powstanie.`
    ],
    link: { label: 'Potwierdź adres', url: link },
    why: 'Dostajesz tę wiadomość, bo ktoś podał Twój adres, aby wziąć udział.'
  }),
  bg: ({ link, minutes }) => ({
    subject: 'Потвърдете адреса си',
    paragraphs: [
      'Още нямате профил тук. Отворете връзката и натиснете бутона там: адресът се потвърждава, профилът се създава и вие влизате.',
      `Връзката действа веднъж, в рамките на ${duration('bg', 'minute', minutes)}. Ако не сте я поискали вие, не правете нищо: нищо няма да бъде създадено.`
    ],
    link: { label: 'Потвърждаване на адреса', url: link },
    why: 'Получавате това писмо, защото някой е посочил вашия адрес, за да участва.'
  }),
  es: ({ link, minutes }) => ({
    subject: 'Confirma tu dirección',
    paragraphs: [
      'Todavía no tienes cuenta aquí. Abre el enlace y pulsa allí el botón: tu dirección queda confirmada, se crea tu cuenta y entras en ella.',
      `El enlace sirve una sola vez, durante ${duration('es', 'minute', minutes)}. Si no lo pediste tú, no hagas nada: no se creará nada.`
    ],
    link: { label: 'Confirmar la dirección', url: link },
    why: 'Recibes este correo porque alguien escribió tu dirección para participar.'
  }),
  ru: ({ link, minutes }) => ({
    subject: 'Подтвердите свой адрес',
    paragraphs: [
      'У вас здесь ещё нет учётной записи. Откройте ссылку и нажмите там кнопку: адрес будет подтверждён, учётная запись создана, и вы войдёте.',
      `Ссылка действует один раз, в течение ${duration('ru', 'minute', minutes)}. Если вы об этом не просили, ничего не делайте: ничего не будет создано.`
    ],
    link: { label: 'Подтвердить адрес', url: link },
    why: 'Вы получили это письмо, потому что кто-то указал ваш адрес, чтобы участвовать.'
  })
}
