import { describe, expect, it } from 'vitest'
import { byDay, collapsed } from './groups.ts'

let ids = 0
const event = (action: string, more: { at?: string; actorId?: string; resourceId?: string | null } = {}) => ({
  id: String(++ids),
  at: more.at ?? '2027-03-01T12:00:00Z',
  action,
  actor: { kind: 'MEMBER', id: more.actorId ?? 'ada' },
  resourceId: more.resourceId ?? 'production',
})

describe('repeated reads', () => {
  it('of the same thing by the same actor are one row', () => {
    const [newest, ...older] = [event('secrets.read'), event('secrets.read'), event('secrets.read')]
    expect(collapsed([newest, ...older])).toEqual([{ first: newest, rest: older }])
  })

  it.each([
    ['somebody else', event('secrets.read', { actorId: 'bo' })],
    ['another thing', event('secrets.read', { resourceId: 'staging' })],
    ['another deed', event('secrets.reveal')],
  ])('end with %s', (_, other) => {
    expect(collapsed([event('secrets.read'), other, event('secrets.read')])).toHaveLength(3)
  })

  it('are reads only: every change has a row of its own', () => {
    expect(collapsed([event('role.update'), event('role.update')])).toHaveLength(2)
  })
})

describe('days', () => {
  it('are those of whoever looks', () => {
    const groups = collapsed([event('role.update', { at: '2027-03-01T23:30:00Z' }), event('role.update', { at: '2027-03-01T12:00:00Z' })])
    expect(byDay(groups, 'UTC').map(([day]) => day)).toEqual(['2027-03-01'])
    expect(byDay(groups, 'Europe/Berlin').map(([day]) => day)).toEqual(['2027-03-02', '2027-03-01'])
  })
})
