import { type Language, words } from './language.ts'

export const pl: Language = {
  stopWords: words(`
    a aby albo ale ani bardziej bardzo bez bo być był była było były będzie by chce co coś czy czyli dla do gdy gdzie go
    i ich im inne iż ja jak jako je jednak jego jej jest jestem jeszcze jeśli już każdy kiedy kto która które którego
    której który których którzy lub ma mają mi mnie może można my na nad nam nas nasz nasze nie nich nie niż no o od
    on ona one oni oraz po pod ponieważ przed przez przy się są ta tak także tam te tego tej ten też to tu tych tylko
    tym u w we wiele więc wszystkie wszystko za ze z że żeby
  `),
  endings: words(`
    a ą e ę i o u y ami ach ach ów om owi em ie iem iom ią iami iach
    y i a e ego emu ej ym im ych ich ymi imi
    ać eć ić yć ał ała ali ały ało ają uje ują anie ania aniu eniem enie enia eniu ość ości ością
  `),
  leastStem: 4
}
