import { type Language, words } from './language.ts'

export const en: Language = {
  stopWords: words(`
    a about after all also an and any are as at be because been but by can could did do does don't for from get
    had has have he her his how i if in into is it it's its just like make many may me more most much must my no
    not of on one only or other our out over people should so some such than that the their them then there
    these they this those to too up us very was we were what when where which who why will with would you your
  `),
  endings: words('s es ies ed ied ing ings er ers ly ment ments ness'),
  leastStem: 4
}
