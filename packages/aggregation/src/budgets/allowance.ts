import type { BudgetProfile } from './budget-profile.ts'

/** What a set of funded projects leaves room for. */
export interface Allowance {
  readonly left: number
  /** Whether the project fits into what is left of the budget and of every limit. */
  fits(project: number): boolean
  /** Names of the limits that the project would break. */
  broken(project: number): string[]
  fund(project: number): void
}

/** Keeps account of the budget and the limits; `budget` takes the place of the profile's own, if given. */
export function allowance({ budget, costs, limits }: BudgetProfile, own: number = budget): Allowance {
  let left = own
  const rooms = limits.map(limit => ({ limit, cost: limit.mostCost, projects: limit.mostProjects }))
  const broken = (project: number) =>
    rooms
      .filter(
        ({ limit, cost, projects }) => limit.projects.has(project) && (costs[project]! > cost || projects < 1)
      )
      .map(({ limit }) => limit.name)
  return {
    get left() {
      return left
    },
    fits: project => costs[project]! <= left && broken(project).length === 0,
    broken,
    fund(project) {
      left -= costs[project]!
      for (const room of rooms) {
        if (!room.limit.projects.has(project)) continue
        room.cost -= costs[project]!
        room.projects--
      }
    }
  }
}
