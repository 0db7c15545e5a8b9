import { describe, expect, it } from 'vitest'
import { guessLanguage } from './language.ts'

describe('the language of a text', () => {
  it.each([
    ['en', 'We need more benches in the park, and people should not have to walk so far.'],
    ['en', 'Fix the road to school'],
    ['uk', 'Потрібно відремонтувати тротуар біля школи, бо взимку там неможливо пройти.'],
    ['uk', 'Лавки для людей похилого віку'],
    ['ru', 'Нужно отремонтировать тротуар возле школы, чтобы дети не выходили на дорогу.'],
    ['ru', 'Больше деревьев во дворах, чтобы летом было не так жарко'],
    ['bg', 'Трябва да се ремонтира тротоарът до училището, защото децата ходят по пътя.'],
    ['bg', 'Повече пейки в парка и чешма за всички, които се разхождат'],
    ['pl', 'Trzeba naprawić chodnik przy szkole, żeby dzieci nie chodziły po ulicy.'],
    ['pl', 'Wiecej lawek w parku, bo nie ma gdzie usiasc i jest za goraco'],
    ['es', 'Hay que arreglar la acera junto a la escuela para que los niños no caminen por la calle.'],
    ['es', 'Más bancos en el parque']
  ])('is told: %s: %s', (language, text) => {
    expect(guessLanguage(text)).toBe(language)
  })

  it.each([
    ['nothing', ''],
    ['numbers and signs', '2027 — 12 %, 🙂'],
    ['one word that many have', 'Park'],
    ['a word that uk, ru and bg have', 'Парк'],
    ['Chinese', '我们需要更多的公园长椅'],
    ['German', 'Wir brauchen mehr Bänke für ältere Menschen, die größere Wege gehen müssen.'],
    [
      'French',
      'Il faut réparer le trottoir près de l’école à cause des élèves, ça gêne et c’est très dangereux là-bas.'
    ],
    [
      'Belarusian',
      'Трэба адрамантаваць ходнік каля школы, бо зімой там нельга прайсці, і ўсе ідуць па дарозе ў цемры.'
    ],
    ['Serbian', 'Потребно је поправити тротоар поред школе јер деца иду путем и није безбедно за њих.'],
    ['halves in two languages', 'We need more benches in the park. Потрібні лавки та ліхтарі біля школи.']
  ])('is left open for %s', (_, text) => {
    expect(guessLanguage(text)).toBeNull()
  })

  it.each([
    ['en', 'Bike lanes on Station Road'],
    ['en', 'More trees'],
    ['uk', 'Велодоріжка вздовж набережної'],
    ['uk', 'Лавки у парку'],
    ['ru', 'Фонтан в парке'],
    ['bg', 'Фонтан в парка'],
    ['pl', 'Ławki w parku'],
    ['es', 'Fuentes en el parque']
  ])('of a short title is told rightly or left open: %s: %s', (language, title) => {
    expect([language, null]).toContain(guessLanguage(title))
  })

  it('is found in long texts by their beginning', () => {
    expect(guessLanguage('the people of the city need this '.repeat(100_000))).toBe('en')
  })
})
