import { type Language, words } from './language.ts'

export const es: Language = {
  stopWords: words(`
    a al algo algunas algunos ante antes aquí así aunque cada como con contra cual cuando de del desde donde dos e el
    él ella ellas ellos en entre era es esa esas ese eso esos esta está están estas este esto estos fue ha haber hacer
    hacia han hasta hay la las le les lo los más me mi mis mucho muchos muy nada ni no nos nosotros nuestra nuestro o
    otra otras otro otros para pero poco por porque puede que qué se sea ser si sí sin sobre son su sus también tan
    tanto te tener tiene tienen todo todos tu un una uno unos usted y ya yo
  `),
  endings: words(`
    s es a o as os e
    ar er ir ado ada ados adas ido ida idos idas ando iendo aba aban ía ían
    mente ción ciones miento mientos idad idades
  `),
  leastStem: 4
}
