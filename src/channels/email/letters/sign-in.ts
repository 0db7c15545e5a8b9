import { duration } from '../letter.ts'
import type { LetterKind } from '../letter.ts'

export interface LinkFacts {
  readonly link: string
  readonly minutes: number
}

/** For an address that has an account. */
export const signIn: LetterKind<LinkFacts> = {
  en: ({ link, minutes }) => ({
    subject: 'Your link to sign in',
    paragraphs: [
      `Open the link and press the button there: you are signed in. It works once, within ${duration('en', 'minute', minutes)}.`,
      'If it was not you who asked, do nothing: nobody gets in without this letter.'
    ],
    link: { label: 'Sign in', url: link },
    why: 'You get this letter because somebody typed your address to sign in.'
  }),
  uk: ({ link, minutes }) => ({
    subject: 'Ваше посилання для входу',
    paragraphs: [
      `Відкрийте посилання й натисніть там кнопку — і ви увійшли. Воно діє один раз, протягом ${duration('uk', 'minute', minutes)}.`,
      'Якщо ви про це не просили, нічого не робіть: без цього листа ніхто не увійде.'
    ],
    link: { label: 'Увійти', url: link },
    why: 'Ви отримали цей лист, бо хтось вказав вашу адресу, щоб увійти.'
  }),
  pl: ({ link, minutes }) => ({
    subject: 'Twój link do logowania',
    paragraphs: [
      `Otwórz link i naciśnij tam przycisk, aby się zalogować. Link działa jeden raz, przez ${duration('pl', 'minute', minutes)}.`,
      'Jeśli to nie Ty, nic nie rób: bez tej wiadomości nikt się nie zaloguje.'
    ],
    link: { label: 'Zaloguj się', url: link },
    why: 'Dostajesz tę wiadomość, bo ktoś podał Twój adres, aby się zalogować.'
  }),
  bg: ({ link, minutes }) => ({
    subject: 'Вашата връзка за вход',
    paragraphs: [
      `Отворете връзката и натиснете бутона там – и сте влезли. Тя действа веднъж, в рамките на ${duration('bg', 'minute', minutes)}.`,
      'Ако не сте я поискали вие, не правете нищо: без това писмо никой не може да влезе.'
    ],
    link: { label: 'Вход', url: link },
    why: 'Получавате това писмо, защото някой е посочил вашия адрес, за да влезе.'
  }),
  es: ({ link, minutes }) => ({
    subject: 'Tu enlace para entrar',
    paragraphs: [
      `Abre el enlace y pulsa allí el botón: ya estás dentro. Sirve una sola vez, durante ${duration('es', 'minute', minutes)}.`,
      'Si no lo pediste tú, no hagas nada: sin este correo nadie puede entrar.'
    ],
    link: { label: 'Entrar', url: link },
    why: 'Recibes este correo porque alguien escribió tu dirección para entrar.'
  }),
  ru: ({ link, minutes }) => ({
    subject: 'Ваша ссылка для входа',
    paragraphs: [
      `Откройте ссылку и нажмите там кнопку — и вы вошли. Она действует один раз, в течение ${duration('ru', 'minute', minutes)}.`,
      'Если вы об этом не просили, ничего не делайте: без этого письма никто не войдёт.'
    ],
    link: { label: 'Войти', url: link },
    why: 'Вы получили это письмо, потому что кто-то указал ваш адрес, чтобы войти.'
  })
}
