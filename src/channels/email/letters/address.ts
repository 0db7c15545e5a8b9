import { duration } from '../letter.ts'
import type { LetterKind } from '../letter.ts'
import type { LinkFacts } from './sign-in.ts'

export interface MovedFacts {
  /** Where it says who runs this installation. */
  readonly link: string
}

/** To an address that is to become an account's: opening the link makes it so. */
export const newAddress: LetterKind<LinkFacts> = {
  en: ({ link, minutes }) => ({
    subject: 'Confirm your new address',
    paragraphs: [
      'Open the link and press the button there: from then on you sign in with this address, and letters go to it.',
      `The link works once, within ${duration('en', 'minute', minutes)}. If it was not you who asked, do nothing: nothing changes.`
    ],
    link: { label: 'Confirm the address', url: link },
    why: 'You get this letter because somebody wants to use your address for their account.'
  }),
  uk: ({ link, minutes }) => ({
    subject: 'Підтвердьте нову адресу',
    paragraphs: [
      'Відкрийте посилання й натисніть там кнопку: відтоді ви входитимете з цією адресою, і листи йтимуть на неї.',
      `Посилання діє один раз, протягом ${duration('uk', 'minute', minutes)}. Якщо ви про це не просили, нічого не робіть: нічого не зміниться.`
    ],
    link: { label: 'Підтвердити адресу', url: link },
    why: 'Ви отримали цей лист, бо хтось хоче вказати вашу адресу для свого облікового запису.'
  }),
  pl: ({ link, minutes }) => ({
    subject: 'Potwierdź nowy adres',
    paragraphs: [
      'Otwórz link i naciśnij tam przycisk: od tej chwili logujesz się tym adresem i na niego przychodzą wiadomości.',
      `Link działa jeden raz, przez ${duration('pl', 'minute', minutes)}. Jeśli to nie Ty, nic nie rób: nic się nie zmieni.`
    ],
    link: { label: 'Potwierdź adres', url: link },
    why: 'Dostajesz tę wiadomość, bo ktoś chce używać Twojego adresu do swojego konta.'
  }),
  bg: ({ link, minutes }) => ({
    subject: 'Потвърдете новия си адрес',
    paragraphs: [
      'Отворете връзката и натиснете бутона там: оттогава влизате с този адрес и писмата идват на него.',
      `Връзката действа веднъж, в рамките на ${duration('bg', 'minute', minutes)}. Ако не сте я поискали вие, не правете нищо: нищо не се променя.`
    ],
    link: { label: 'Потвърждаване на адреса', url: link },
    why: 'Получавате това писмо, защото някой иска да ползва вашия адрес за своя профил.'
  }),
  es: ({ link, minutes }) => ({
    subject: 'Confirma tu nueva dirección',
    paragraphs: [
      'Abre el enlace y pulsa allí el botón: desde entonces entrarás con esta dirección y los correos llegarán a ella.',
      `El enlace sirve una sola vez, durante ${duration('es', 'minute', minutes)}. Si no lo pediste tú, no hagas nada: nada cambia.`
    ],
    link: { label: 'Confirmar la dirección', url: link },
    why: 'Recibes este correo porque alguien quiere usar tu dirección para su cuenta.'
  }),
  ru: ({ link, minutes }) => ({
    subject: 'Подтвердите новый адрес',
    paragraphs: [
      'Откройте ссылку и нажмите там кнопку: с этого момента вы входите с этим адресом, и письма приходят на него.',
      `Ссылка действует один раз, в течение ${duration('ru', 'minute', minutes)}. Если вы об этом не просили, ничего не делайте: ничего не изменится.`
    ],
    link: { label: 'Подтвердить адрес', url: link },
    why: 'Вы получили это письмо, потому что кто-то хочет указать ваш адрес для своей учётной записи.'
  })
}

/** To the address an account had until now. */
export const addressChanged: LetterKind<MovedFacts> = {
  en: ({ link }) => ({
    subject: 'Your address was changed',
    paragraphs: [
      'Your account now has another address; this one opens it no more.',
      'If it was not you, write to whoever runs this site at once: somebody else may have your account.'
    ],
    link: { label: 'Who runs this site', url: link },
    why: 'You get this letter, once, because this was the address of your account until now.'
  }),
  uk: ({ link }) => ({
    subject: 'Вашу адресу змінено',
    paragraphs: [
      'Ваш обліковий запис тепер має іншу адресу; з цією до нього вже не ввійти.',
      'Якщо це були не ви, негайно напишіть тому, хто веде цей сайт: можливо, вашим обліковим записом заволодів хтось інший.'
    ],
    link: { label: 'Хто веде цей сайт', url: link },
    why: 'Ви отримали цей лист, один-єдиний, бо досі це була адреса вашого облікового запису.'
  }),
  pl: ({ link }) => ({
    subject: 'Twój adres został zmieniony',
    paragraphs: [
      'Twoje konto ma teraz inny adres; tym już się do niego nie zalogujesz.',
      'Jeśli to nie Ty, napisz od razu do tego, kto prowadzi tę stronę: ktoś inny może mieć dostęp do Twojego konta.'
    ],
    link: { label: 'Kto prowadzi stronę', url: link },
    why: 'Dostajesz tę jedną wiadomość, bo do tej pory był to adres Twojego konta.'
  }),
  bg: ({ link }) => ({
    subject: 'Адресът ви е сменен',
    paragraphs: [
      'Профилът ви вече има друг адрес; с този не може да се влезе.',
      'Ако не сте били вие, пишете веднага на този, който поддържа сайта: може друг да е завладял профила ви.'
    ],
    link: { label: 'Кой поддържа сайта', url: link },
    why: 'Получавате това писмо, само веднъж, защото досега това беше адресът на профила ви.'
  }),
  es: ({ link }) => ({
    subject: 'Tu dirección ha cambiado',
    paragraphs: [
      'Tu cuenta tiene ahora otra dirección; con esta ya no se entra en ella.',
      'Si no fuiste tú, escribe enseguida a quien gestiona este sitio: puede que otra persona tenga tu cuenta.'
    ],
    link: { label: 'Quién gestiona este sitio', url: link },
    why: 'Recibes este correo, una sola vez, porque esta era hasta ahora la dirección de tu cuenta.'
  }),
  ru: ({ link }) => ({
    subject: 'Ваш адрес изменён',
    paragraphs: [
      'У вашей учётной записи теперь другой адрес; с этим в неё уже не войти.',
      'Если это были не вы, сразу напишите тому, кто ведёт этот сайт: возможно, вашей учётной записью завладел кто-то другой.'
    ],
    link: { label: 'Кто ведёт этот сайт', url: link },
    why: 'Вы получили это письмо, одно-единственное, потому что до сих пор это был адрес вашей учётной записи.'
  })
}
