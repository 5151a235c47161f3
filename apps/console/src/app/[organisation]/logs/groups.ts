interface Placed {
  id: string
  at: string
  action: string
  actor: { kind: string; id: string | null }
  resourceId: string | null
}

/** Events that stand as one row: one, or a read that was repeated. Newest first. */
export interface EventGroup<Event> {
  first: Event
  rest: Event[]
}

const reads = new Set(['secrets.read', 'secrets.reveal', 'secrets.read_history', 'session.create'])

/** Reads by the same actor of the same thing, one after the other, become one row. */
export function collapsed<Event extends Placed>(events: readonly Event[]): EventGroup<Event>[] {
  const groups: EventGroup<Event>[] = []
  for (const event of events) {
    const last = groups.at(-1)
    if (last && isRepetition(last.first, event)) last.rest.push(event)
    else groups.push({ first: event, rest: [] })
  }
  return groups
}

const isRepetition = (newer: Placed, older: Placed): boolean =>
  reads.has(older.action) &&
  newer.action === older.action &&
  newer.actor.kind === older.actor.kind &&
  newer.actor.id === older.actor.id &&
  (newer.resourceId === older.resourceId || newer.action === 'session.create')

/** The groups of each day, in the time zone of whoever looks; the day is `2027-03-01`. */
export function byDay<Event extends Placed>(groups: readonly EventGroup<Event>[], timeZone: string): [string, EventGroup<Event>[]][] {
  // The Swedish way to write a date is ISO 8601.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  const days = new Map<string, EventGroup<Event>[]>()
  for (const group of groups) {
    const day = format.format(new Date(group.first.at))
    days.set(day, [...(days.get(day) ?? []), group])
  }
  return [...days]
}
