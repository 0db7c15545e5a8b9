import { duration } from '../letter.ts'
import type { LetterKind } from '../letter.ts'
import type { LinkFacts } from './sign-in.ts'

export const newPassword: LetterKind<LinkFacts> = {
  en: ({ link, minutes }) => ({
    subject: 'Choose a new password',
    paragraphs: [
      `Open the link and choose a new password. It works once, within ${duration('en', 'minute', minutes)}; afterwards you are signed out on all devices.`,
      'If it was not you who asked, do nothing: your password stays as it is.'
    ],
    link: { label: 'Choose a password', url: link },
    why: 'You get this letter because somebody asked for a new password for your address.'
  }),
  uk: ({ link, minutes }) => ({
    subject: 'Задайте новий пароль',
    paragraphs: [
      `Відкрийте посилання й задайте новий пароль. Воно діє один раз, протягом ${duration('uk', 'minute', minutes)}; після цього ви вийдете на всіх пристроях.`,
      'Якщо ви про це не просили, нічого не робіть: пароль лишиться той самий.'
    ],
    link: { label: 'Задати пароль', url: link },
    why: 'Ви отримали цей лист, бо хтось попросив новий пароль для вашої адреси.'
  }),
  pl: ({ link, minutes }) => ({
    subject: 'Ustaw nowe hasło',
    paragraphs: [
      `Otwórz link i ustaw nowe hasło. Link działa jeden raz, przez ${duration('pl', 'minute', minutes)}; potem nastąpi wylogowanie na wszystkich urządzeniach.`,
      'Jeśli to nie Ty, nic nie rób: hasło się nie zmieni.'
    ],
    link: { label: 'Ustaw hasło', url: link },
    why: 'Dostajesz tę wiadomość, bo ktoś poprosił o nowe hasło dla Twojego adresu.'
  }),
  bg: ({ link, minutes }) => ({
    subject: 'Изберете нова парола',
    paragraphs: [
      `Отворете връзката и изберете нова парола. Тя действа веднъж, в рамките на ${duration('bg', 'minute', minutes)}; след това излизате от всички устройства.`,
      'Ако не сте я поискали вие, не правете нищо: паролата остава същата.'
    ],
    link: { label: 'Избор на парола', url: link },
    why: 'Получавате това писмо, защото някой е поискал нова парола за вашия адрес.'
  }),
  es: ({ link, minutes }) => ({
    subject: 'Elige una contraseña nueva',
    paragraphs: [
      `Abre el enlace y elige una contraseña nueva. Sirve una sola vez, durante ${duration('es', 'minute', minutes)}; después se cerrará la sesión en todos tus dispositivos.`,
      'Si no lo pediste tú, no hagas nada: tu contraseña sigue siendo la misma.'
    ],
    link: { label: 'Elegir contraseña', url: link },
    why: 'Recibes este correo porque alguien pidió una contraseña nueva para tu dirección.'
  }),
  ru: ({ link, minutes }) => ({
    subject: 'Задайте новый пароль',
    paragraphs: [
      `Откройте ссылку и задайте новый пароль. Она действует один раз, в течение ${duration('ru', 'minute', minutes)}; после этого вы выйдете на всех устройствах.`,
      'Если вы об этом не просили, ничего не делайте: пароль останется прежним.'
    ],
    link: { label: 'Задать пароль', url: link },
    why: 'Вы получили это письмо, потому что кто-то попросил новый пароль для вашего адреса.'
  })
}
