import { seededRandom } from '@mozaika/aggregation'

/** Ideas of nobody, to try an installation with: in two languages, each once, the same for the same number. */
export interface InventedIdea {
  readonly title: string
  readonly text: string
  readonly language: 'uk' | 'en'
}

/** The first `count` of them. */
export function* inventedIdeas(count: number): Generator<InventedIdea> {
  for (let n = 0; n < count; n++) {
    const language = n % 2 === 0 ? 'en' : 'uk'
    const { actions, things, places, reasons } = parts[language]
    const at = Math.floor(n / 2)
    const thing = things[at % things.length]!
    const action = actions[Math.floor(at / things.length) % actions.length]!
    const place = places[Math.floor(at / (things.length * actions.length)) % places.length]!
    // Streets have numbers enough for any count.
    const street = 1 + Math.floor(at / (things.length * actions.length * places.length))
    const title = `${action} ${thing} ${place} ${street}`
    yield { title, text: `${reasons[at % reasons.length]!}`, language }
  }
}

/** Which of `ideas` ideas each of `supports` supports goes to: few are liked by many, and nobody supports one twice. */
export function* inventedSupports(
  ideas: number,
  supports: number
): Generator<{ person: number; idea: number }> {
  const random = seededRandom('supports')
  const crowd = Math.max(100, Math.ceil(supports / 10))
  const given = new Set<number>()
  while (given.size < Math.min(supports, ideas * crowd)) {
    // The cube pulls most picks to the first ideas; the uniform share lets even the last ones be found.
    const pick = random.next() < 0.7 ? random.next() ** 3 : random.next()
    const idea = Math.floor(pick * ideas)
    const person = random.below(crowd)
    const pair = idea * crowd + person
    if (given.has(pair)) continue
    given.add(pair)
    yield { person, idea }
  }
}

const parts = {
  en: {
    actions: [
      'Repair',
      'Light up',
      'Clean',
      'Open',
      'Plant trees around',
      'Widen',
      'Paint',
      'Build',
      'Move',
      'Close to cars'
    ],
    things: [
      'the playground',
      'the bus stop',
      'the footbridge',
      'the library',
      'the market hall',
      'the cycle lane',
      'the pond',
      'the sports ground',
      'the stairs',
      'the old station'
    ],
    places: [
      'on Mill Street',
      'by the school',
      'behind the hospital',
      'at the river, gate',
      'in the old town, block',
      'on the hill, plot',
      'near the depot, line',
      'in the new quarter, house'
    ],
    reasons: [
      'Children pass there every day.',
      'It would cost little and help many.',
      'We asked for it three years ago.',
      'Older people avoid the place after dark.',
      'The neighbours would help.',
      ''
    ]
  },
  uk: {
    actions: [
      'Відремонтувати',
      'Освітити',
      'Прибрати',
      'Відкрити',
      'Озеленити',
      'Розширити',
      'Пофарбувати',
      'Збудувати',
      'Перенести',
      'Закрити для машин'
    ],
    things: [
      'дитячий майданчик',
      'зупинку',
      'місток',
      'бібліотеку',
      'критий ринок',
      'велодоріжку',
      'ставок',
      'стадіон',
      'сходи',
      'старий вокзал'
    ],
    places: [
      'на вулиці Млиновій',
      'біля школи',
      'за лікарнею',
      'над річкою, вхід',
      'у старому місті, квартал',
      'на горі, ділянка',
      'біля депо, лінія',
      'у новому районі, будинок'
    ],
    reasons: [
      'Діти ходять там щодня.',
      'Коштує небагато, а допоможе багатьом.',
      'Ми просили про це ще три роки тому.',
      'Літні люди обходять це місце, коли темно.',
      'Сусіди готові допомогти.',
      ''
    ]
  }
} as const
